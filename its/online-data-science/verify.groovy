def lock = new File(basedir, 'pylock.toml').text
['x86_64', 'aarch64'].each { machine ->
    assert lock =~ /name = "numpy-2\.[^"]*-cp313-cp313-manylinux[^"]*_${machine}\.whl"/
}
assert new File(basedir, 'target/analysis.csv').text == 'group,x\na,6\nb,4\n'
