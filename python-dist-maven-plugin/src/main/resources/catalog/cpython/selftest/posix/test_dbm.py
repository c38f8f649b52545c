import dbm
import dbm.ndbm
import importlib.util
import struct

from support import Case

HASH_MAGIC = 0x061561          # of a Berkeley DB hash file, at offset 12 of its first page


class Dbm(Case):

    def test_round_trip(self):
        name = str(self.folder() / "database")
        with dbm.ndbm.open(name, "n") as db:
            for i in range(500):
                db[f"key {i}"] = "ü" * i
        with dbm.open(name) as db:
            self.assertEqual(len(db.keys()), 500)
            self.assertEqual(db["key 300"].decode(), "ü" * 300)
            self.assertEqual(db.get(b"none"), None)
        self.assertEqual(dbm.whichdb(name), "dbm.ndbm")

    def test_it_is_berkeley_db(self):
        self.assertEqual(dbm.ndbm.library, "Berkeley DB")
        folder = self.folder()
        dbm.ndbm.open(str(folder / "database"), "n").close()
        self.assertEqual([file.name for file in folder.iterdir()], ["database.db"])
        self.assertEqual(struct.unpack_from("=I", (folder / "database.db").read_bytes(), 12)[0], HASH_MAGIC)

    def test_dbm_sqlite3(self):
        if not importlib.util.find_spec("dbm.sqlite3"):
            self.skipTest("dbm.sqlite3 came with Python 3.13")
        name = str(self.folder() / "database")
        with dbm.open(name, "c") as db:                # the default where it exists
            db["a"] = "1"
        self.assertEqual(dbm.whichdb(name), "dbm.sqlite3")
