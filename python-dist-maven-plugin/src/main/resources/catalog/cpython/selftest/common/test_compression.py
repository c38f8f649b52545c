import base64
import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib

from support import Case

DATA = b"python-dist self-test " * 3

# made by another Python
BZ2 = "QlpoOTFBWSZTWdZ5JiEAABSRgEACB2XMICAAMQAACP1UT0jNCchp6lxKlnzLalQ8bZhp11+LuSKcKEhrPJMQgA=="
XZ = ("/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ABBABxdADgeStB875An8YTio+v7t+/ClbJXRFoopryHAAAASkNFRPzSgJ8AAThCbCnLrx+2830BAAAA"
      "AARZWg==")
GZIP = "H4sIAAAAAAACAyuoLMnIz9NNySwuUShOzUnTLUkFsgpIEAUA1FGZUEIAAAA="


class Compression(Case):

    def test_streams_of_others(self):
        for module, text in ((bz2, BZ2), (lzma, XZ), (gzip, GZIP)):
            with self.subTest(module.__name__):
                self.assertEqual(module.decompress(base64.b64decode(text)), DATA)
        self.assertEqual(zlib.crc32(DATA), 1352225236)

    def test_round_trips(self):
        big = bytes(i * i % 251 for i in range(300_000))
        ways = {"zlib": (zlib.compress, zlib.decompress), "gzip": (gzip.compress, gzip.decompress),
                "bz2": (bz2.compress, bz2.decompress)}
        for name, options in {"xz crc64": {"check": lzma.CHECK_CRC64}, "xz sha256": {"check": lzma.CHECK_SHA256},
                              "lzma alone": {"format": lzma.FORMAT_ALONE},
                              "xz x86": {"filters": [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2}]}}.items():
            ways[name] = (lambda data, options=options: lzma.compress(data, **options), lzma.decompress)
        for name, (compress, decompress) in ways.items():
            with self.subTest(name):
                packed = compress(big)
                self.assertLess(len(packed), len(big) // 2)
                self.assertEqual(decompress(packed), big)

    def test_damage_is_noticed(self):
        for module, error in ((bz2, (OSError, EOFError, ValueError)), (lzma, lzma.LZMAError), (gzip, (zlib.error, OSError, EOFError))):
            packed = bytearray(module.compress(DATA * 50))
            packed[len(packed) // 2] ^= 0xFF
            with self.subTest(module.__name__):
                self.assertRaises(error, module.decompress, bytes(packed))

    def test_zip(self):
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            with self.subTest(method):
                file = io.BytesIO()
                with zipfile.ZipFile(file, "w", method) as out:
                    out.writestr("größe.txt", DATA)
                with zipfile.ZipFile(file) as back:
                    self.assertEqual(back.read("größe.txt"), DATA)

    def test_tar(self):
        for mode in ("gz", "bz2", "xz", ""):
            with self.subTest(mode):
                file = io.BytesIO()
                with tarfile.open(fileobj=file, mode=f"w:{mode}") as out:
                    info = tarfile.TarInfo("größe.txt")
                    info.size = len(DATA)
                    out.addfile(info, io.BytesIO(DATA))
                file.seek(0)
                with tarfile.open(fileobj=file) as back:
                    self.assertEqual(back.extractfile("größe.txt").read(), DATA)
