def component = new File(basedir, 'catalog/components/zlib/component.yaml')
component.parentFile.mkdirs()
new File(basedir, 'catalog/zlib-1.3.1.tar.gz').setText('not what was pinned', 'UTF-8')
component.setText("""\
name: zlib
summary: Deflate
homepage: https://zlib.net/
license: Zlib
depends: []
outputs: []
versions:
  1.3.1:
    source:
      file: zlib-1.3.1.tar.gz
      size: 19
      sha256: ${'0' * 64}
      places:
        - file: zlib-1.3.1.tar.gz
    license-files:
      - {path: LICENSE}
""", 'UTF-8')

return true
