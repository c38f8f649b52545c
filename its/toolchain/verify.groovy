def said = { String run, String name -> new File(basedir, "target/${run}/${name}.txt").text.trim() }
def pinned = cpythonVersion.replaceAll('-.*', '')
def runs = new File(basedir, 'build.log').text.split('Scanning for projects')
def installed = new File(basedir, 'installed/opt/python-3.11/bin/python3')

// Nobody selected a toolchain: the pinned interpreter is used, and offered to other plugins.
assert said('unselected', 'any') == pinned
assert said('unselected', 'named') == pinned
assert said('unselected', 'other-plugin') == pinned
assert said('unselected', 'asked-for') == '3.11.2'
assert runs[2].contains("Named by     the project's dependency management (BOM)")
assert runs[2].contains('Toolchains   1 of type python in toolchains.xml, none selected')

// One is selected: it is used by all that name none themselves, and unpack leaves the selection alone.
assert said('selected', 'any') == '3.11.2'
assert said('selected', 'named') == pinned
assert said('selected', 'other-plugin') == '3.11.2'
assert said('selected', 'asked-for') == '3.11.2'
assert said('selected', 'greeting') == 'hello from 3.11.2'
assert runs[3].contains("Interpreter  ${installed}, which is no artifact")
assert runs[3].contains('Named by     the toolchain that maven-toolchains-plugin selected')
assert new File(basedir, 'target/python/bin/python3').canonicalFile.name == 'python3.13'
assert new File(basedir, 'target/python-env/pyvenv.cfg').readLines().contains("home = ${installed.parent}" as String)
// It is not written to.
assert !new File(basedir, 'installed/opt/python-3.11/lib/python3.11/site-packages/hello.py').exists()

// One is asked for that is not there.
assert runs[4].contains("No toolchain of type python is as <pythonToolchain> asks: {version=3.99}")
assert runs[4].contains("there is ${new File(basedir, 'installed/opt/python-3.11')} {vendor=somebody else, version=3.11.2}")
assert runs[4].contains('<pythonHome>/opt/python-3.13</pythonHome>')
assert !runs[4].contains('\tat ')
