import sqlite3

from support import Case


class Sqlite(Case):

    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)

    def rows(self, *statement):
        return self.db.execute(*statement).fetchall()

    def test_full_text_search(self):
        for version in ("fts3", "fts4", "fts5"):
            with self.subTest(version):
                self.rows(f"create virtual table {version} using {version}(body)")
                self.rows(f"insert into {version}(body) values ('a quick brown fox'), ('a lazy dog')")
                self.assertEqual(self.rows(f"select body from {version} where {version} match 'quick AND (fox OR cat)'"),
                                 [("a quick brown fox",)])

    def test_rtree(self):
        self.rows("create virtual table r using rtree(id, x0, x1, y0, y1)")
        self.rows("insert into r values (1, 0, 2, 0, 2), (2, 5, 6, 5, 6)")
        self.assertEqual(self.rows("select id from r where x0 >= 4"), [(2,)])

    def test_geopoly(self):
        self.rows("create virtual table g using geopoly(name)")
        self.rows("insert into g(_shape, name) values ('[[0,0],[2,0],[2,2],[0,2],[0,0]]', 'square')")
        self.assertEqual(self.rows("select name, geopoly_area(_shape) from g"), [("square", 4.0)])

    def test_dbstat(self):
        self.rows("create table t(a)")
        self.assertIn(("t",), self.rows("select name from dbstat"))

    def test_json_and_upsert(self):
        self.assertEqual(self.rows("""select json_extract('{"a": [1, 2]}', '$.a[1]')"""), [(2,)])
        self.rows("create table u(k primary key, n)")
        for _ in range(2):
            self.rows("insert into u values ('x', 1) on conflict(k) do update set n = n + 1 returning n")
        self.assertEqual(self.rows("select n from u"), [(2,)])

    def test_extensions_may_be_loaded(self):
        self.db.enable_load_extension(True)
        with self.assertRaises(sqlite3.OperationalError) as raised:
            self.db.load_extension("/no-such-extension")
        self.assertNotIn("not authorized", str(raised.exception))
        self.db.enable_load_extension(False)
        with self.assertRaisesRegex(sqlite3.OperationalError, "not authorized"):
            self.db.load_extension("/no-such-extension")

    def test_backup_and_serialize(self):
        self.rows("create table t(a)")
        self.rows("insert into t values ('kept')")
        self.db.commit()
        file = self.folder() / "copy.db"
        copy = sqlite3.connect(file)
        self.db.backup(copy)
        self.assertEqual(copy.execute("select a from t").fetchall(), [("kept",)])
        copy.close()
        self.assertEqual(file.read_bytes()[:15], b"SQLite format 3")
        other = sqlite3.connect(":memory:")
        other.deserialize(self.db.serialize())
        self.assertEqual(other.execute("select a from t").fetchall(), [("kept",)])
        other.close()

    def test_threads_and_transactions(self):
        self.assertEqual(sqlite3.threadsafety, 3)
        file = self.folder() / "wal.db"
        db = sqlite3.connect(file)
        self.assertEqual(db.execute("pragma journal_mode=wal").fetchone(), ("wal",))
        db.close()
