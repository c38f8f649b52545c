def target = new File(basedir, 'target').canonicalFile
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def says = { int run, String text -> runs[run].contains(text) }

// Every argument is one, whatever is in it, and the program is the environment's.
assert new File(target, 'command.txt').text.trim()
        == "greet ${target}/python-env ['two words', '\"quoted\" \\'twice\\'', '\$HOME\\n*', '']"
assert new File(target, 'stdin.txt').getText('UTF-8').trim()
        == "STRASSE & WEG ${new File(basedir, 'src/main').canonicalPath} ${target}/python-env/bin/greet"

// Ended with its child, though both ignore the polite way.
assert says(2, 'Python did not end within 5.0 s')
def child = new File(target, 'child.pid').text as long
assert !ProcessHandle.of(child).map { it.alive }.orElse(false)

assert says(3, 'There is no program missing')
assert says(3, 'greet')
assert says(4, 'skipped (python-dist.skip)') && !says(4, 'greet')
