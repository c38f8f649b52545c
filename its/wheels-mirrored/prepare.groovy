import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

// One package with a wheel for each of two processors.
def wheels = new File(basedir, 'wheels')
wheels.mkdirs()
['x86_64', 'aarch64'].each { machine ->
    def tag = "cp313-cp313-manylinux_2_17_${machine}.manylinux2014_${machine}"
    new File(wheels, "native-2.1-${tag}.whl").withOutputStream { out ->
        new ZipOutputStream(out).withCloseable { zip ->
            [
                'native.py': "MACHINE = '${machine}'\n",
                'native-2.1.dist-info/METADATA': 'Metadata-Version: 2.1\nName: Native\nVersion: 2.1\n',
                'native-2.1.dist-info/WHEEL': "Wheel-Version: 1.0\nGenerator: story\nRoot-Is-Purelib: false\nTag: cp313-cp313-manylinux_2_17_${machine}\n",
                'native-2.1.dist-info/RECORD': '',
            ].each { path, text ->
                zip.putNextEntry(new ZipEntry(path))
                zip.write(text.toString().bytes)
                zip.closeEntry()
            }
        }
    }
}

def repository = new File(basedir, 'repository')
def config = new File(basedir, '.mvn/maven.config')
config.parentFile.mkdirs()
config.text = """\
-Dpython-dist.cacheDirectory=cache
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
return true
