import java.nio.file.Files

// The interpreter is the reactor's.
def cache = new File(basedir, 'target/cache').toPath()
Files.createDirectories(cache)
['sources', 'environments', 'steps'].each {
    Files.createSymbolicLink(cache.resolve(it), new File(sharedCache, it).toPath())
}

return true
