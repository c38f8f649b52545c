import java.nio.file.Files
import java.security.MessageDigest
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import org.apache.commons.compress.archivers.tar.TarArchiveEntry
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream

// Caches of its own, but for what was fetched and assembled before.
['cache', 'else'].each { name ->
    def cache = new File(basedir, name).toPath()
    Files.createDirectories(cache.resolve('environments'))
    ['sources', 'steps'].each {
        Files.createSymbolicLink(cache.resolve(it), new File(sharedCache, it).toPath())
    }
    new File(sharedCache, 'environments').eachDir {
        if (it.name ==~ /(bookworm-clang-19|bookworm-locales|bullseye-amd64|bullseye-user)-.+/) {
            Files.createSymbolicLink(cache.resolve('environments').resolve(it.name), it.toPath())
        }
    }
}

def backend = new File(basedir, 'backend.py').text
def c = '''\
#include <Python.h>
static PyObject *twice(PyObject *self, PyObject *x) { return PyNumber_Add(x, x); }
static PyMethodDef methods[] = {{"twice", twice, METH_O, 0}, {0}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "fast", __FILE__, -1, methods};
PyMODINIT_FUNC PyInit_fast(void) { return PyModule_Create(&module); }
'''
def sdist = { String name, String does, String escape = null, String requires = '', String first = '' ->
    def bytes = new ByteArrayOutputStream()
    new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes)).withCloseable { tar ->
        [
            'pyproject.toml': """\
[build-system]
requires = [${requires}]
build-backend = "backend"
backend-path = ["."]
[project]
name = "${name}"
version = "1.0"
description = "${does}"
""",
            'backend.py': first + backend,
            'fast.c': c,
            (escape): 'evil',
        ].findAll { it.key }.each { path, text ->
            def entry = new TarArchiveEntry("${name}-1.0/${path}" as String)
            entry.size = text.toString().bytes.length
            entry.modTime = 1700000000000L
            tar.putArchiveEntry(entry)
            tar.write(text.toString().bytes)
            tar.closeArchiveEntry()
        }
    }
    bytes.toByteArray()
}

// A simple index (PEP 503) in files.
def index = new File(basedir, 'simple')
def names = []
def offer = { String name, byte[] content, String file = "${name}-1.0.tar.gz", byte[] digestOf = content ->
    names << name
    def folder = new File(index, name)
    folder.mkdirs()
    new File(folder, file).bytes = content
    def digest = MessageDigest.getInstance('SHA-256').digest(digestOf).encodeHex().toString()
    new File(folder, 'index.html').text =
            "<!DOCTYPE html><html><body><a href=\"${file}#sha256=${digest}\">${file}</a></body></html>"
}
[
    'plain': 'nothing', 'fast': 'compile', 'leaky': 'leak time and path', 'unsorted': 'leak the order of a set',
    'outside': 'write elsewhere', 'online': 'ask the network', 'hanging': 'hang', 'haunted': 'leave a daemon',
    'greedy': 'fill the disk', 'ending': 'end', 'closing': 'close doors',
    'strange': 'be for another machine', 'disguised': 'be another package', 'named-by-variable': 'want a name',
    'mended': 'be patched, and find libyaml', 'sourceless': 'nothing', 'uncompiled': 'nothing',
].each { name, does -> offer(name, sdist(name, does)) }
offer('climbing', sdist('climbing', 'nothing', '../../../evil'))
offer('tampered', sdist('tampered', 'nothing'), 'tampered-1.0.tar.gz', 'another file'.bytes)
offer('damaged', 'no archive'.bytes)
// What the build requires: told by the sdist, told by the backend, and not to be had.
def wheel = { String name, String more = '' ->
    def bytes = new ByteArrayOutputStream()
    new ZipOutputStream(bytes).withCloseable { zip ->
        [
            (name + '.py'): "WORD = \"${name}\"\n",
            (name + '-1.0.dist-info/METADATA'): "Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n${more}",
            (name + '-1.0.dist-info/WHEEL'):
                'Wheel-Version: 1.0\nGenerator: story\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
            (name + '-1.0.dist-info/RECORD'): '',
        ].each { path, text ->
            zip.putNextEntry(new ZipEntry(path))
            zip.write(text.toString().bytes)
            zip.closeEntry()
        }
    }
    bytes.toByteArray()
}
offer('extra', wheel('extra'), 'extra-1.0-py3-none-any.whl')
names.remove('extra')
offer('telling', sdist('telling', 'want extra', null, '"extra"'))
offer('asking', sdist('asking', 'ask for extra'))
offer('needy', sdist('needy', 'nothing', null, '"no-such-wheel"'))
// What would be run on this machine, if pip looked into it: named by the sdist, by the backend, and by a wheel.
def trap = new File(basedir, 'trap-1.0.tar.gz')
trap.bytes = sdist('trap', 'nothing', null, '', "open(${groovy.json.JsonOutput.toJson(new File(basedir, 'sprung').path)}, 'w')\n")
// Written so that the record, which shows it, still names no directory of this story.
def place = trap.toURI().toString().replace('/wheels-', '/%77heels-')
offer('smuggling', sdist('smuggling', 'nothing', null, "\"trap @ ${place}\""))
offer('luring', sdist('luring', "smuggle trap @ ${place}"))
offer('peeking', sdist('peeking', 'smuggle extra==${HOME}'))
offer('lure', wheel('lure', "Requires-Dist: trap @ ${place}\n"), 'lure-1.0-py3-none-any.whl')
names.remove('lure')
offer('lured', sdist('lured', 'nothing', null, '"lure"'))
offer('onlywheel', 'no zip'.bytes, 'onlywheel-1.0-py3-none-any.whl')
new File(basedir, 'wheels.txt').text = (names + ['no-such-package']).collect { it == 'plain' ? 'plain>=1  # the first' : it }.join('\n')

new File(basedir, '.mvn').mkdirs()
new File(basedir, '.mvn/maven.config').text =
        "-Dpython-dist.cacheDirectory=${basedir}/cache\n-Dpython-dist.indexUrl=${index.toURI()}\n"

// What the first run would lock, but for one digest.
new File(basedir, 'tampered.lock.json').text = """\
{"schema": 1, "python": "3.13", "platform": "linux-x86_64", "files": {}, "packages": [
  {"requirement": "plain>=1", "name": "plain", "version": "1.0", "sdist": "plain-1.0.tar.gz",
   "sha256": "${'0' * 64}", "required": [], "limits": [], "requires": []}
]}
"""

// As uv exports it: one sdist that is allowed, one that is not, a package for another system.
def sdistDigest = MessageDigest.getInstance('SHA-256').digest(new File(index, 'fast/fast-1.0.tar.gz').bytes).encodeHex()
new File(basedir, 'export.txt').text = """\
# This file was autogenerated
fast[more]==1.0 ; python_full_version >= '3.8' \\
    --hash=sha256:${'1' * 64} \\
    --hash=sha256:${sdistDigest}
    # via nobody
haunted==1.0 \\
    --hash=sha256:${'1' * 64}
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:${'1' * 64}
-c limits.txt
"""
new File(basedir, 'limits.txt').text = 'unsorted<2\n'
new File(basedir, 'named.properties').text = 'python-dist.wheels.packages=unsorted>=1,<3\n'
new File(basedir, 'mistaken.txt').text = 'plain\n--index-url https://somebody:secret@index.example.com\nPlain==1\n'
return true
