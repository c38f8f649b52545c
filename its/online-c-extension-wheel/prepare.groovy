import java.nio.file.Files

// A cache of its own, but for what was fetched and assembled before.
def cache = new File(basedir, 'cache').toPath()
Files.createDirectories(cache.resolve('environments'))
Files.createSymbolicLink(cache.resolve('sources'), new File(sharedCache, 'sources').toPath())
new File(sharedCache, 'environments').eachDir {
    if (it.name ==~ /bookworm-clang-19-\w+|bullseye-amd64-\w+/) {
        Files.createSymbolicLink(cache.resolve('environments').resolve(it.name), it.toPath())
    }
}
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = "-Dpython-dist.cacheDirectory=${cache}\n"
return true
