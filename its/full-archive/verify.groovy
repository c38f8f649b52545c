import groovy.json.JsonSlurper

def tree = new File(basedir, 'target/python')
def description = new JsonSlurper().parse(new File(tree, 'PYTHON.json'))

assert description.version == '8'
assert description.crt_features == ['glibc-dynamic', 'glibc-max-symbol-version:2.17']
assert new File(tree, description.python_exe).canExecute()
assert new File(tree, description.license_path).text.contains('PYTHON SOFTWARE FOUNDATION LICENSE')
assert description.licenses.contains('Python-2.0.1')

def extensions = description.build_info.extensions
assert extensions.size() > 100
extensions.values().flatten().each { extension ->
    extension.license_paths.each { assert new File(tree, it).isFile() : it }
    extension.objs.each { assert new File(tree, it).isFile() : it }
}
assert extensions._ssl[0].licenses == ['Apache-2.0']
assert extensions._ssl[0].license_paths.any { it.startsWith('licenses/openssl/') }
assert extensions._blake2[0].license_public_domain
assert !extensions._ssl[0].license_public_domain
assert extensions._testcapi[0].shared_lib
assert new File(tree, extensions._testcapi[0].shared_lib).isFile()

// The test suite is there, and starts.
def process = [new File(tree, description.python_exe).path, '-I', new File(tree, description.run_tests).path, 'test_json'].execute()
def output = process.text
assert process.waitFor() == 0 : output
assert new JsonSlurper().parse(new File(tree, 'python-dist.json')).content == 'full'
