import java.nio.file.Files

['namespaces', 'chroot'].each { kind ->
    def cache = new File(basedir, "target/${kind}").toPath()
    Files.createDirectories(cache)
    ['sources', 'environments'].each {
        Files.createSymbolicLink(cache.resolve(it), new File(sharedCache, it).toPath())
    }
}

return true
