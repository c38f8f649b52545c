import java.nio.file.Files

// Each kind of environment has caches of its own, but for what was fetched and assembled before.
['namespaces', 'chroot'].each { kind ->
    def cache = new File(basedir, "target/${kind}").toPath()
    Files.createDirectories(cache.resolve('environments'))
    Files.createSymbolicLink(cache.resolve('sources'), new File(sharedCache, 'sources').toPath())
    new File(sharedCache, 'environments').eachDir {
        if (it.name ==~ /(bookworm-clang-19|bullseye-amd64|trixie-mingw-w64-ucrt)-.+/) {
            Files.createSymbolicLink(cache.resolve('environments').resolve(it.name), it.toPath())
        }
    }
}

return true
