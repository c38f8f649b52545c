import uuid

from support import Case


class Uuid(Case):

    def test_uuid1_comes_from_libuuid(self):
        self.need("_uuid")
        made = uuid.uuid1()
        self.assertIn(made.is_safe, (uuid.SafeUUID.safe, uuid.SafeUUID.unsafe))      # unknown: made by Python itself
        self.assertEqual(made.version, 1)
        self.assertNotEqual(made, uuid.uuid1())
