def lock = new File(basedir, 'pylock.toml').text
['x86_64', 'aarch64'].each { machine ->
    assert lock =~ /name = "numpy-2\.[^"]*-cp313-cp313-manylinux[^"]*_${machine}\.whl"/
}
def process = [new File(basedir, 'target/python-env/bin/python').path, new File(basedir, 'src/main/python/analysis.py').path].execute()
assert process.text == 'group,x\na,6\nb,4\n' && process.waitFor() == 0
