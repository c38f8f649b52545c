import codecs
import unicodedata

from support import Case


class Text(Case):

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
