import locale

from support import PYTHON, Case, environment


class Locale(Case):

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
