// Compiled once on a machine; what else is built here goes into the story's own repository.
['', 'consumer/', 'refused/'].each {
    def config = new File(basedir, it + '.mvn/maven.config')
    config.parentFile.mkdirs()
    config.text = "-Dpython-dist.cacheDirectory=${sharedCache}\n"
}
new File(localRepositoryPath, 'org/example/choices').deleteDir()

// Only a story's first POM is filtered.
['consumer', 'refused'].each { folder ->
    def pom = new File(basedir, "${folder}/pom.xml")
    [
        'project.version': projectVersion, cpythonVersion: cpythonVersion, sourceSet: sourceSet,
        outputTimestamp: outputTimestamp
    ].each { name, value -> pom.text = pom.text.replace("@${name}@", value) }
}

return true
