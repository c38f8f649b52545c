"""Counts words: one a line on standard input, JSON on standard output."""

import collections
import json
import os
import sys


def run():
    words = collections.Counter(line.strip() for line in sys.stdin)
    answer = {"words": words, "other python": "PYTHONPATH" in os.environ}
    print(json.dumps(answer, ensure_ascii=False, sort_keys=True))


if __name__ == "__main__":
    run()
