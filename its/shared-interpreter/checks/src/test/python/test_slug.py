import unittest

from slug import slug


class SlugTest(unittest.TestCase):
    def test_words(self):
        self.assertEqual(slug("One interpreter, two modules!"), "one-interpreter-two-modules")
