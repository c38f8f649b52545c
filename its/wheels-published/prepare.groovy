import java.nio.file.Files
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream

// Sdists, each with a build backend of its own (PEP 517), careless about order and times as many are.
def sdist = { String stem, Map files ->
    def sdists = new File(basedir, 'sdists')
    sdists.mkdirs()
    new File(sdists, "${stem}.tar.gz").withOutputStream { out ->
        def tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out))
        files.each { path, text ->
            def entry = new TarArchiveEntry("${stem}/${path}".toString())
            entry.size = text.bytes.length
            tar.putArchiveEntry(entry)
            tar.write(text.bytes)
            tar.closeArchiveEntry()
        }
        tar.close()
    }
}
def pyproject = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
def backend = { String name, String version, String tag, String licence, String make ->
    """\
import os, random, shlex, subprocess, sysconfig, time, zipfile

INFO = "${name}-${version}.dist-info"
METADATA = '''Metadata-Version: 2.4
Name: ${name.replace('_', '.').capitalize()}
Version: ${version}
Requires-Python: >=3.8,
        <4
License-Expression: ${licence}
Project-URL: Homepage, https://example.com/${name}?a=1&b=2
'''
GENERATOR = "backend"

${make}


def build_wheel(folder, config_settings=None, metadata_directory=None):
    members = [
        *modules(),
        (INFO + "/METADATA", METADATA.encode()),
        (INFO + "/WHEEL", f"Wheel-Version: 1.0\\nGenerator: {GENERATOR}\\nRoot-Is-Purelib: true\\nTag: ${tag}\\n".encode()),
        (INFO + "/RECORD", b""),
    ]
    random.shuffle(members)
    name = "${name}-${version}-${tag}.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        for path, content in members:
            wheel.writestr(zipfile.ZipInfo(path, time.localtime()[:6]), content)
    return name
"""
}
sdist('greeting-1.2', [
    'pyproject.toml': pyproject.replace('[]', '["stamper"]'),
    'backend.py': backend('greeting', '1.2', 'py3-none-any', 'MIT', '''\
from stamper import GENERATOR


def modules():
    return [("greeting.py", b"def hello():\\n    return 'hello'\\n")]'''),
])
sdist('late-0.1', [
    'pyproject.toml': pyproject,
    'backend.py': backend('late', '0.1', 'py3-none-any', 'MIT', '''\
def modules():
    return [("late.py", b"")]'''),
])
// What one of them requires for its build, and names in its wheel, as many build backends do of themselves.
['1.0', '2.0'].each { version ->
    new File(basedir, "sdists/stamper-${version}-py3-none-any.whl").withOutputStream { out ->
        new ZipOutputStream(out).withCloseable { zip ->
            [
                'stamper.py': "GENERATOR = 'stamper ${version}'\n",
                "stamper-${version}.dist-info/METADATA": "Metadata-Version: 2.1\nName: stamper\nVersion: ${version}\n",
                "stamper-${version}.dist-info/WHEEL": 'Wheel-Version: 1.0\nGenerator: story\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
                "stamper-${version}.dist-info/RECORD": '',
            ].each { path, text ->
                zip.putNextEntry(new ZipEntry(path.toString()))
                zip.write(text.toString().bytes)
                zip.closeEntry()
            }
        }
    }
}
sdist('fast_sum-2.0', [
    'pyproject.toml': pyproject,
    'fast_sum.c': '''\
#include <Python.h>
#include <math.h>

static PyObject *fast_sum(PyObject *self, PyObject *arguments) {
  PyObject *numbers;
  double power, sum = 0;
  if (!PyArg_ParseTuple(arguments, "O!d", &PyList_Type, &numbers, &power)) {
    return NULL;
  }
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(numbers); i++) {
    sum += pow(PyFloat_AsDouble(PyList_GET_ITEM(numbers, i)), power);
  }
  return PyFloat_FromDouble(sum);
}

static PyMethodDef methods[] = {{"fast_sum", fast_sum, METH_VARARGS, ""}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "fast_sum", __FILE__, 0, methods};

PyMODINIT_FUNC PyInit_fast_sum(void) { return PyModule_Create(&module); }
''',
    'backend.py': backend('fast_sum', '2.0', 'cp313-cp313-linux_x86_64', 'Apache-2.0 OR MIT', '''\
def modules():
    words = lambda name: shlex.split(sysconfig.get_config_var(name))
    flags = shlex.split(os.environ.get("CFLAGS", ""))
    file = "fast_sum" + sysconfig.get_config_var("EXT_SUFFIX")
    include = "-I" + sysconfig.get_path("include")
    source = os.path.abspath("fast_sum.c")
    subprocess.run([*words("CC"), *words("CFLAGS"), *words("CCSHARED"), *flags, include, "-c", source], check=True)
    subprocess.run([*words("LDSHARED"), "fast_sum.o", "-lm", "-o", file], check=True)
    with open(file, "rb") as module:
        return [(file, module.read())]'''),
])

// A cache of its own, but for what was fetched and assembled before.
def cache = new File(basedir, 'cache').toPath()
Files.createDirectories(cache.resolve('environments'))
Files.createSymbolicLink(cache.resolve('sources'), new File(sharedCache, 'sources').toPath())
new File(sharedCache, 'environments').eachDir {
    if (it.name ==~ /(bookworm|bullseye)-.*/) {
        Files.createSymbolicLink(cache.resolve('environments').resolve(it.name), it.toPath())
    }
}
[
    other: 'reason: a variable that its build does not look at\nvariables:\n  UNUSED: "1"\n',
    older: 'reason: what it is built by from now on\nconstraints: ["stamper<2"]\n',
].each { name, text ->
    def recipe = new File(basedir, "${name}-catalog/wheels/recipes/greeting.yaml")
    recipe.parentFile.mkdirs()
    recipe.text = text
}

def repository = new File(basedir, 'repository')
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = """\
-Dpython-dist.cacheDirectory=${cache}
-Dpython-dist.wheelRepository=company::${repository.toURI()}
"""
// The consumer has another cache, and nothing of it in the local repository.
def consumer = new File(basedir, 'consumer/.mvn/maven.config')
consumer.parentFile.mkdirs()
consumer.text = '-Dpython-dist.cacheDirectory=cache\n'
new File(localRepositoryPath, 'org/example/wheels').deleteDir()

// Only a story's first POM is filtered.
def second = new File(basedir, 'consumer/pom.xml')
second.text = second.text.replace('@project.version@', projectVersion)
        .replace('@companyRepository@', repository.toURI().toString())
def index = new File(basedir, 'target/wheel-index/simple')
new File(basedir, 'lock.properties').text = "python-dist.indexUrl=${index.toURI()}\n"
new File(basedir, 'late.properties').text = 'tracked=greeting,Fast_Sum,late\n'
return true
