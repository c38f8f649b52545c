import groovy.json.JsonSlurper

def record = new JsonSlurper().parse(new File(basedir, 'wheels.json'))
def packages = record.packages.collectEntries { [it.name, it] }
def states = packages.collectEntries { [it.key, it.value.state] }
assert states == [
    plain: 'reproducible', fast: 'reproducible', haunted: 'reproducible', closing: 'reproducible',
    'named-by-variable': 'reproducible', telling: 'reproducible', asking: 'reproducible',
    leaky: 'different', unsorted: 'different',
    mended: 'reproducible', sourceless: 'unavailable', uncompiled: 'failed',
    outside: 'failed', hanging: 'failed', greedy: 'failed', ending: 'failed', climbing: 'failed', damaged: 'unavailable',
    strange: 'failed', disguised: 'failed',
    online: 'lacking', needy: 'lacking', smuggling: 'lacking', luring: 'lacking', peeking: 'lacking', lured: 'lacking',
    tampered: 'unavailable', onlywheel: 'unavailable', 'no-such-package': 'unavailable',
]

// Why they differ.
def kinds = { name -> packages[name].differences.collect { it.kind } as Set }
assert kinds('leaky').containsAll(['time', 'path'])
assert kinds('unsorted').contains('order')
assert packages.leaky.differences.any { it.where.contains('leaky.py') }

// Why they failed, each by itself.
assert packages.hanging.why.contains('20 s')
assert packages.greedy.why.contains('64 MiB')
assert packages.ending.log.any { it.contains('the compiler is not amused') }
assert packages.ending.log.any { it.contains('BUILD <U+202E>SUCCESS') }
assert packages.strange.why.contains('cannot install it')
assert packages.disguised.why.contains("METADATA of 'pip'")
assert packages.outside.log.any { it.contains('Read-only file system') }
assert packages.online.why.contains('network')
assert packages.climbing.why.contains('..') || packages.climbing.log.any { it.contains('..') }
assert packages.damaged.why.contains('is no tar archive')
assert packages.needy.log.any { it.contains('No matching distribution found for no-such-wheel') }
// Nothing that is named by a place was opened, let alone run.
assert !new File(basedir, 'sprung').exists()
['smuggling', 'luring', 'peeking'].each { assert packages[it].why.contains('what is no name with versions'): it }
assert packages.lured.log.any { it.contains('only wheels of the index are taken') }
assert packages.telling.requires == ['extra 1.0'] && packages.asking.requires == ['extra 1.0']
assert packages.tampered.why.contains('not the one that is locked')
assert packages.onlywheel.why.contains('wheels only')
assert packages.'no-such-package'.why.contains('no package of that name')
// The record is for others, too.
assert !new File(basedir, 'wheels.json').text.contains(basedir.path)
assert !new File('/usr/evil').exists() && !new File(basedir, 'evil').exists()
assert !new File('/proc').listFiles().any {
    def line = new File(it, 'cmdline')
    it.name.isInteger() && line.canRead() && { try { line.text.contains('sleep 12345') } catch (IOException e) { false } }()
}

// A wheel with native code has a tag that says what it needs, and is imported where that is all there is.
assert packages.fast.wheel.file == 'fast-1.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'
assert packages.fast.notes.any { it.contains('imported in bullseye-user: fast') }
assert packages.'named-by-variable'.recipe == 'without a name its build ends'
assert packages.plain.sdist.file == 'plain-1.0.tar.gz'

// Recipes: a component and a patch that is in the project; components that nobody has, or that do not compile.
assert packages.mended.recipe == 'it needs libyaml, and a file that its sdist forgot'
assert packages.sourceless.why.startsWith('the component nowhere 1.0 (source set story), which its recipe needs, is not to be had: ')
assert packages.sourceless.why.contains('nowhere-1.0.tar.gz')
assert packages.uncompiled.why.contains('the component broken 0.2.5 (source set story), which its recipe needs, cannot be built')
assert packages.uncompiled.log.any { it.contains('<b>this cannot be compiled</b>') }

// All axes were varied, or it is said why not.
assert record.axes.every { it.outcome == 'varied' || it.why }
assert record.axes.find { it.axis == 'path' }.outcome == 'varied'

// The second run built nothing, and kept the history.
assert record.runs*.date == ['2026-01-01', '2026-02-02']
assert packages.plain.since == '2026-01-01'
assert packages.plain.history.size() == 1
def log = new File(basedir, 'build.log').text
assert log.findAll(/built now: \d+/).first() == 'built now: 18'
// Only what had too little time is tried again.
assert log.findAll(/built now: \d+/)[1] == 'built now: 1'

// The lock names no place, and nothing else is left of the builds.
def lock = new File(basedir, 'wheels.lock.json').text
assert !lock.contains(basedir.path)
assert new JsonSlurper().parseText(lock).packages.size() == 29
assert !new File(basedir, 'target/python-dist/wheels/work').exists()

// The lock that disagrees.
def other = new JsonSlurper().parse(new File(basedir, 'tampered.json')).packages.find { it.name == 'plain' }
assert other.state == 'unavailable'
assert other.why.contains('not the one that is locked')

// The fourth run, which accepts nothing but the same bytes.
assert log.contains('packages are not reproducible')
assert log.contains('leaky 1.0: different')

// The fifth, by a list with digests: what is allowed is built as in the first, so nothing is built now.
def export = new JsonSlurper().parse(new File(basedir, 'export.json')).packages.collectEntries { [it.name, it] }
assert export.collectEntries { [it.key, it.value.state] } == [fast: 'reproducible', haunted: 'unavailable', unsorted: 'different']
assert export.haunted.why.startsWith('none of the SHA-256 that the list allows is of its sdist haunted-1.0.tar.gz (')
assert export.fast.sdist == packages.fast.sdist
assert log.findAll(/built now: \d+/).last() == 'built now: 0'
assert log.contains('not for this Python, by their markers: colorama')
assert new JsonSlurper().parse(new File(basedir, 'export.lock.json')).packages*.requirement ==
        ['fast==1.0', 'haunted==1.0', 'unsorted<2,<3,>=1']

// The sixth says at once what is wrong with its list.
assert log.contains('The list of packages has 2 lines that cannot be used')
assert log.contains('mistaken.txt, line 2: --index-url is an option of pip') && !log.contains('somebody:secret')
assert log.contains("mistaken.txt, line 3: plain is required twice: here as 'Plain==1', and as 'plain' (")

// What a recipe wants and cannot have is told once in each run, with the packages and what to do.
assert log.contains('Not built: the packages whose recipes need the component nowhere')
assert log.contains('they are: sourceless')
assert log.contains("-Dpython-dist.sourceSet=, which is 'story'; known: debian, default, story")
assert !log.contains('components are built')

// The seventh, whose recipe names a patch that there is not.
assert log.contains('The recipe of mended in the POM names a patch that there is not: src/wheels/forgotten.patch')
assert log.contains("looked for: ${new File(basedir, 'src/wheels/forgotten.patch')}")
