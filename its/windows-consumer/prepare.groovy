import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

def wheel = { String folder, String name, String tag, Map files ->
    def info = "${name}-1.0.dist-info"
    def all = files + [("${info}/METADATA".toString()): "Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\nLicense: BSD\n\n",
                       ("${info}/WHEEL".toString())   : "Wheel-Version: 1.0\nTag: ${tag}\n"]
    all["${info}/RECORD".toString()] = (all.keySet() + "${info}/RECORD").collect { "${it},,\n" }.join('')
    new File(basedir, folder).mkdirs()
    new ZipOutputStream(new FileOutputStream(new File(basedir, "${folder}/${name}-1.0-${tag}.whl"))).withCloseable { zip ->
        all.each { path, text ->
            zip.putNextEntry(new ZipEntry(path.toString()))
            zip.write(text.toString().getBytes('UTF-8'))
        }
    }
}
wheel('wheels', 'greeting', 'py3-none-any', [
    'greeting.py': 'def text():\n    return "hello"\n',
    'greeting-1.0.dist-info/entry_points.txt': '[console_scripts]\ngreet = greeting:text\n'])
wheel('wheels', 'native', 'cp313-cp313-win_amd64', ['native.cp313-win_amd64.pyd': 'native'])
wheel('wheels-for-linux', 'native', 'cp313-cp313-manylinux_2_17_x86_64', ['native.cpython-313-x86_64-linux-gnu.so': 'native'])
return true
