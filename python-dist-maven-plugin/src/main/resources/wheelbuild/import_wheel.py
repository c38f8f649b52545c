"""Imports what has native code in an unpacked wheel: python -I import_wheel.py directory answer.json

The answer is {"imported": names}, {"needs": package} if another package would be needed, or {"problem": text}.
"""

import importlib
import importlib.machinery
import json
import os
import sys
import traceback


def packages(directory):
    """Top-level names that hold extension modules."""
    suffixes = tuple(importlib.machinery.EXTENSION_SUFFIXES)
    names = set()
    for folder, _, files in os.walk(directory):
        for file in files:
            if file.endswith(suffixes):
                parts = os.path.relpath(os.path.join(folder, file), directory).split(os.sep)
                if not parts[0].endswith((".data", ".libs")):
                    names.add(parts[0].partition(".")[0])
    return sorted(names)


def main():
    directory, answer = sys.argv[1:]
    sys.path.insert(0, directory)
    told = {}
    names = packages(directory)
    try:
        for name in names:
            importlib.import_module(name)
        told["imported"] = ", ".join(names) or "nothing, for there are no extension modules in it"
    except ModuleNotFoundError as error:
        top = (error.name or "").partition(".")[0]
        if not top or top in names:
            told["problem"] = str(error)
        else:
            told["needs"] = top
    except BaseException as error:
        traceback.print_exc()
        told["problem"] = f"{type(error).__name__}: {error}"
    with open(answer, "w", encoding="utf-8") as file:
        json.dump(told, file)


if __name__ == "__main__":
    main()
