import groovy.json.JsonSlurper

def report = { new JsonSlurper().parse(new File(basedir, "target/${it}/reproduce/report.json")) }

def clean = report('python-dist')
assert clean.reproduced
assert clean.results*.name == ['bzip2.tar.zst']
assert clean.axes.size() == 14
def outcomes = clean.axes.collectEntries { [it.axis, it.outcome] }
// The others depend on the machine, and say so.
['path', 'clock', 'timezone', 'locale', 'umask', 'user', 'home', 'hostname', 'jobs', 'directory-order', 'environment', 'kernel'].each {
    assert outcomes[it] == 'varied'
}
clean.axes.findAll { it.outcome != 'varied' }.each {
    assert it.outcome == 'not varied'
    assert it.why
}

def leaky = report('leaky/python-dist')
assert !leaky.reproduced
def kinds = leaky.results[0].differences.groupBy { it.where.join(' > ') }.collectEntries { [it.key, it.value*.kind as Set] }
assert kinds == [
    'include/made.h': ['time'] as Set,
    'include/place.h': ['path'] as Set,
    'include/sources.txt': ['order'] as Set,
    'include/maker.txt': ['user', 'host-name'] as Set,
    'lib/libstamped.a > huffman.o': ['owner', 'time'] as Set,
]
def place = leaky.results[0].differences.find { it.kind == 'path' }
assert place.first == '#define PLACE "/build"'
assert place.second.startsWith('#define PLACE "/')

def log = new File(basedir, 'build.log').text
assert log.contains('did not give the same bytes')
assert log.contains('include/made.h: time')
assert log.contains('include/place.h: path')
assert log.contains('include/sources.txt: order')
assert !log.contains('Exception:')
