import decimal
import math
import random
import uuid

from support import Case


class Numbers(Case):

    def test_decimal_is_libmpdec(self):
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

    def test_big_integers(self):
        self.assertEqual(pow(7, 10**20, 10**9 + 7), 145069005)
        self.assertEqual(str(2**200), "1606938044258990275541962092341162602522202993782792835301376")

    def test_random_is_reproducible(self):
        self.assertEqual(random.Random(1).random(), 0.13436424411240122)

    def test_uuid1_comes_from_libuuid(self):
        made = uuid.uuid1()
        self.assertIn(made.is_safe, (uuid.SafeUUID.safe, uuid.SafeUUID.unsafe))      # unknown: made by Python itself
        self.assertEqual(made.version, 1)
        self.assertNotEqual(made, uuid.uuid1())
