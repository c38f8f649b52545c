import decimal
import math
import random

from support import Case


class Numbers(Case):

    def test_decimal_is_libmpdec(self):
        self.need("_decimal")
        import _decimal
        self.assertIs(decimal.Decimal, _decimal.Decimal)
        self.assertTrue(decimal.HAVE_THREADS)
        with decimal.localcontext() as context:
            context.prec = 60
            self.assertEqual(str(decimal.Decimal(2).sqrt()), "1.41421356237309504880168872420969807856967187537694807317668")
            context.prec = 20_000                    # far enough for the number-theoretic transform
            n = decimal.Decimal("7" * 9_999)
            self.assertEqual(int(n * n), int(n) ** 2)

    def test_floats(self):
        self.assertEqual(repr(0.1 + 0.2), "0.30000000000000004")
        self.assertEqual(float("1e-323"), 1e-323)
        self.assertEqual(math.pow(2, 0.5), math.sqrt(2))
        self.assertEqual((math.exp(1), math.log(10), math.hypot(3, 4)), (math.e, 2.302585092994046, 5.0))
        self.assertEqual(float.fromhex("0x1.8p3"), 12.0)

    def test_float_functions_are_accurate(self):
        """Whichever version of these the C library gives: within one unit in the last place of the true value."""
        self.need("_decimal")
        exact = {"exp": decimal.Decimal.exp, "log": decimal.Decimal.ln, "log10": decimal.Decimal.log10,
                 "log2": lambda x: x.ln() / decimal.Decimal(2).ln(), "exp2": lambda x: (x * decimal.Decimal(2).ln()).exp(),
                 "pow": lambda x, y: (x.ln() * y).exp()}
        numbers = random.Random(20)
        with decimal.localcontext(prec=60):
            for name, true in exact.items():
                for _ in range(200):
                    given = [numbers.uniform(0.01, 300)] + [numbers.uniform(-60, 60)] * (name == "pow")
                    found = getattr(math, name)(*given)
                    off = abs(decimal.Decimal(found) - true(*map(decimal.Decimal, given)))
                    self.assertLessEqual(off, decimal.Decimal(math.ulp(found)), f"{name}{tuple(given)} = {found!r}")

    def test_float_functions_at_their_limits(self):
        self.assertEqual(math.log(5e-324), -744.4400719213812)
        self.assertEqual((math.exp(-800), math.exp2(-1080), math.pow(2, -1080)), (0.0, 0.0, 0.0))
        self.assertEqual((math.pow(1, math.nan), math.pow(-1, math.inf), math.exp(-math.inf)), (1.0, 1.0, 0.0))
        for name, *given in (("exp", 710), ("exp2", 1024), ("pow", 10, 309), ("lgamma", 1e306)):
            with self.subTest(name), self.assertRaises(OverflowError):
                getattr(math, name)(*given)
        for name, *given in (("log", 0), ("log2", -1), ("pow", 0, -1), ("pow", -8, 1 / 3), ("lgamma", 0)):
            with self.subTest(name), self.assertRaises(ValueError):
                getattr(math, name)(*given)

    def test_big_integers(self):
        self.assertEqual(pow(7, 10**20, 10**9 + 7), 145069005)
        self.assertEqual(str(2**200), "1606938044258990275541962092341162602522202993782792835301376")

    def test_random_is_reproducible(self):
        self.assertEqual(random.Random(1).random(), 0.13436424411240122)
