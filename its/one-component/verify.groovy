import groovy.json.JsonSlurper

def results = { kind ->
    def found = []
    new File(basedir, "target/${kind}/steps").eachFileRecurse {
        if (it.name == 'step.json') {
            found << new JsonSlurper().parse(it)
        }
    }
    def built = found.findAll { it.step == 'zstd' }
    assert built.size() == 1
    built[0].sha256
}
assert results('namespaces') == results('chroot')
