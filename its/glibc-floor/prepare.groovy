import java.nio.file.Files

def recipes = new File(basedir, '../../../../python-dist-maven-plugin/src/main/resources/catalog')
def change = { catalog, file, from, to ->
    def text = new File(recipes, file).getText('UTF-8')
    assert text.contains(from)
    def changed = new File(basedir, "catalog-${catalog}/${file}")
    changed.parentFile.mkdirs()
    changed.setText(text.replace(from, to), 'UTF-8')
}
['2.28', '2.31', '2.40'].each {
    change(it, 'targets/linux-x86_64.yaml', 'libc-floor: "2.17"', "libc-floor: \"${it}\"")
}
def digest = (new File(recipes, 'environments/bullseye-amd64.yaml').text =~ /name: libc6,.*sha256: (\w{64})/)[0][1]
change('tampered', 'environments/bullseye-amd64.yaml', digest, '0' * 64)

// The assembled roots are there already; what is derived from them is made here.
def cache = new File(basedir, 'target/cache').toPath()
Files.createDirectories(cache.resolve('environments'))
Files.createSymbolicLink(cache.resolve('sources'), new File(sharedCache, 'sources').toPath())
new File(sharedCache, 'environments').eachDir {
    if (it.name ==~ /bookworm-clang-19-\w+|bullseye-amd64-\w+/) {
        Files.createSymbolicLink(cache.resolve('environments').resolve(it.name), it.toPath())
    }
}

return true
