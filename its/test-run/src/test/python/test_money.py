import os
import unittest

import money


class Untold(Exception):
    def __str__(self):
        raise ValueError


class CentsTest(unittest.TestCase):
    def test_euros_and_cents(self):
        self.assertEqual(money.cents("12.34"), 1234)

    def test_one_digit(self):
        self.assertEqual(money.cents("1.5"), 150)

    @unittest.skip("not yet <decided>")
    def test_negative(self):
        self.fail()

    @unittest.expectedFailure
    def test_known_to_fail(self):
        self.assertEqual(money.cents("1"), 1)

    @unittest.skipUnless(os.environ.get("BREAK"), "tells what a failure looks like")
    def test_broken(self):
        with self.subTest(amount="2.0"):
            self.assertEqual(money.cents("2.0"), 2, "\x00 & <euros>")
        with self.subTest(amount="x"):
            money.cents("x")
        with self.subTest("bell \x07"):
            raise Untold


if os.environ.get("BREAK"):

    class SetUpTest(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            raise OSError("no database")

        def test_database(self):
            self.fail()
