import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

// What a developer has in ~/.m2.
new File(basedir, 'toolchains.xml').text = """\
<toolchains>
  <toolchain>
    <type>python</type>
    <provides>
      <version>3.11.2</version>
      <vendor>somebody else</vendor>
    </provides>
    <configuration>
      <pythonHome>${new File(basedir, 'installed/opt/python-3.11')}</pythonHome>
    </configuration>
  </toolchain>
</toolchains>
"""
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = """\
-t
${new File(basedir, 'toolchains.xml')}
"""

def wheels = new File(basedir, 'wheels')
wheels.mkdirs()
new ZipOutputStream(new FileOutputStream(new File(wheels, 'hello-1.0-py3-none-any.whl'))).withCloseable { zip ->
    [
        'hello.py': "import platform\n\n\ndef main():\n    print('hello from', platform.python_version())\n",
        'hello-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n',
        'hello-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nGenerator: story\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
        'hello-1.0.dist-info/entry_points.txt': '[console_scripts]\nhello = hello:main\n',
        'hello-1.0.dist-info/RECORD': '',
    ].each { path, text ->
        zip.putNextEntry(new ZipEntry(path))
        zip.write(text.bytes)
        zip.closeEntry()
    }
}

// Only a story's first POM is filtered.
def installed = new File(basedir, 'installed/pom.xml')
installed.text = installed.text.replace('@project.version@', projectVersion)
return true
