import codecs
import locale
import unicodedata

from support import PYTHON, Case, environment


class Text(Case):

    def test_utf8_whatever_the_locale(self):
        code = "import sys; print(ascii(sys.argv[1]), 'ü', sys.getfilesystemencoding(), open(sys.argv[1]).read())"
        file = self.folder() / "größe.txt"
        file.write_text("ß", encoding="utf-8")
        for setting in ("C", "POSIX", "C.UTF-8", "no_SUCH.locale"):
            with self.subTest(setting):
                shown = self.run_command(PYTHON, "-I", "-c", code, file, env=environment(LC_ALL=None, LANG=setting, LC_CTYPE=None),
                                         encoding="utf-8")
                if setting != "no_SUCH.locale":
                    self.assertTrue(shown.endswith(" ü utf-8 ß\n"), shown)

    def test_locale_of_the_system(self):
        self.addCleanup(locale.setlocale, locale.LC_ALL, locale.setlocale(locale.LC_ALL))
        try:
            locale.setlocale(locale.LC_ALL, "C.UTF-8")
        except locale.Error as e:
            self.skipTest(f"this system has no C.UTF-8: {e}")
        self.assertEqual(locale.getlocale()[1], "UTF-8")

    def test_codecs(self):
        for name, text in {"gb18030": "汉字", "big5hkscs": "漢字", "iso2022_jp": "漢字", "shift_jis": "カナ", "euc_kr": "한글",
                           "cp950": "漢字", "koi8-r": "Кириллица", "cp1252": "größe", "utf-7": "größe", "punycode": "größe",
                           "utf-32": "🐍"}.items():
            with self.subTest(name):
                packed = codecs.encode(text, name)
                self.assertNotEqual(packed, text.encode())
                self.assertEqual(codecs.decode(packed, name), text)

    def test_unicode_database(self):
        self.assertEqual(unicodedata.name("🐍"), "SNAKE")
        self.assertEqual(unicodedata.normalize("NFKD", "ﬁ"), "fi")
        self.assertEqual("straße".upper(), "STRASSE")

    def test_regular_expressions(self):
        import re
        self.assertEqual(re.findall(r"(?i)\bü\w+", "Übermut über"), ["Übermut", "über"])

    def test_time_zones(self):
        import datetime
        import zoneinfo
        if "Europe/Berlin" not in zoneinfo.available_timezones():
            self.skipTest("this system has no time-zone database")
        moment = datetime.datetime(2025, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
        self.assertEqual(moment.utcoffset(), datetime.timedelta(hours=2))

    def test_xml(self):
        import xml.etree.ElementTree as et
        self.assertEqual(et.fromstring("<a>ü<b c='1'/></a>").find("b").get("c"), "1")
        with self.assertRaises(et.ParseError):
            et.fromstring("<a>")
        import xml.sax
        self.assertTrue(xml.sax.make_parser())
