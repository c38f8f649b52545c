import java.nio.file.Files
import java.util.zip.ZipFile

def jar = new File(basedir, 'target/word-count-1.0.jar')
def resource = 'META-INF/python-dist/word-count/linux-x86_64.zip'
new ZipFile(jar).withCloseable {
    assert it.getEntry(resource) && it.getEntry(resource + '.sha256')
}
// What the script does not need stayed at home: pip, the headers, Tk.
def names = new ZipFile(new File(basedir, 'target/classes/' + resource)).withCloseable { it.entries().collect { e -> e.name } }
assert names.contains('python/lib/python3.13/json/decoder.py')
assert names.contains('app/wordcount/main.py') && names.contains('app/wordcount/__pycache__/main.cpython-313.pyc')
assert !names.any { it.contains('/site-packages/pip/') || it.startsWith('python/include/') || it.contains('/tkinter/') || it.contains('libpython') }

// The jar, a class path of two and an empty directory; no Python on the PATH, and variables of another one.
def runtime = new File(localRepositoryPath, 'io/github/pythondist/python-dist-runtime').listFiles()
    .find { it.directory }.listFiles().find { it.name.endsWith('.jar') }
def empty = new File(basedir, 'target/empty')
empty.mkdirs()
def run = { List<String> jars, Map<String, String> environment ->
    def builder = new ProcessBuilder([System.getProperty('java.home') + '/bin/java', '-cp', jars.join(File.pathSeparator),
        'example.WordCount', 'ein', 'grüner', 'Baum', 'ein', 'Haus'])
    builder.directory(empty).redirectErrorStream(true)
    builder.environment().putAll([PATH: empty.path, PYTHONPATH: '/nonsense', PYTHONHOME: '/nonsense',
        XDG_CACHE_HOME: new File(basedir, 'target/cache').path, LC_ALL: 'C.UTF-8'] + environment)
    def process = builder.start()
    def text = process.inputStream.getText('UTF-8')
    [process.waitFor(), text]
}
def (code, text) = run([jar.path, runtime.path], [:])
assert code == 0: text
assert text.contains('Python 3.13.')
assert text.contains(new File(basedir, 'target/cache/python-dist/bundles').path)
assert text.contains('{"other python": false, "words": {"Baum": 1, "Haus": 1, "ein": 2, "grüner": 1}}')

// The second start unpacks nothing.
def unpacked = new File(basedir, 'target/cache/python-dist/bundles').listFiles().findAll { it.name ==~ /[0-9a-f]{64}/ }
assert unpacked.size() == 1
def modified = Files.getLastModifiedTime(unpacked[0].toPath())
(code, text) = run([jar.path, runtime.path], [:])
assert code == 0 && Files.getLastModifiedTime(unpacked[0].toPath()) == modified

// A cache that cannot be: the message names it, and the way to name another.
new File(basedir, 'target/file').text = ''
(code, text) = run([jar.path, runtime.path], [XDG_CACHE_HOME: new File(basedir, 'target/file').path])
assert code != 0
assert text.contains('Cannot unpack the bundle jar:file:')
assert text.contains('-Dpython-dist.runtime.cacheDirectory=')
