import java.security.MessageDigest
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

// A wheel, with a script of its own.
def files = [
    'politeness/__init__.py': 'def greeting():\n    return "Guten Tag"\n\n\ndef main():\n    print(greeting())\n',
    'politeness-2.1.dist-info/METADATA': 'Metadata-Version: 2.4\nName: politeness\nVersion: 2.1\nLicense-Expression: MIT\nLicense-File: LICENSE\n\n',
    'politeness-2.1.dist-info/WHEEL': 'Wheel-Version: 1.0\nGenerator: a story\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    'politeness-2.1.dist-info/entry_points.txt': '[console_scripts]\npolite = politeness:main\n',
    'politeness-2.1.dist-info/licenses/LICENSE': 'Permission is hereby granted, free of charge\n',
]
def record = 'politeness-2.1.dist-info/RECORD'
files[record] = files.collect { path, text ->
    def digest = MessageDigest.getInstance('SHA-256').digest(text.getBytes('UTF-8'))
    "${path},sha256=${Base64.urlEncoder.withoutPadding().encodeToString(digest)},${text.getBytes('UTF-8').length}\n"
}.join('') + record + ',,\n'
new File(basedir, 'wheels').mkdirs()
new ZipOutputStream(new FileOutputStream(new File(basedir, 'wheels/politeness-2.1-py3-none-any.whl'))).withCloseable { zip ->
    files.each { path, text ->
        zip.putNextEntry(new ZipEntry(path))
        zip.write(text.getBytes('UTF-8'))
    }
}
return true
