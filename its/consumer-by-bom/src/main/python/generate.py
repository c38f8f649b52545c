import hashlib
import json
import os
import sqlite3
import ssl
import sys

os.makedirs(os.path.dirname(sys.argv[1]), exist_ok=True)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    print("greeting=" + os.environ["GREETING"], file=out)
    print("executable=" + sys.executable, file=out)
    print("prefix=" + sys.prefix, file=out)
    print("openssl=" + ssl.OPENSSL_VERSION, file=out)
    print("sqlite=" + sqlite3.sqlite_version, file=out)
    print("pythonpath=" + os.environ.get("PYTHONPATH", "none"), file=out)
