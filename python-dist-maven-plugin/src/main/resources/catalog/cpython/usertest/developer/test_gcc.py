"""The self-test's own tests of a compiler, with gcc."""

from test_compiler import Compiler  # found here by unittest

__all__ = ["Compiler"]
