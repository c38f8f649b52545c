import sys

import phrases


def main():
    print(phrases.greeting(sys.argv[1]))
