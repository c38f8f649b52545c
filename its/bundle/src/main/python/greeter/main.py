import sqlite3
import sys

import politeness


def run():
    with sqlite3.connect(":memory:") as db:
        [version] = db.execute("select sqlite_version()").fetchone()
    print(politeness.greeting(), "with SQLite", version, "from", sys.prefix)


if __name__ == "__main__":
    run()
