"""Starts regrtest as `-m test` does, where Windows is emulated: without its watch over the load of the machine, for which it
asks HKEY_PERFORMANCE_DATA. Wine has no such data (see README.md, "Programs for other systems").
"""

import os
import runpy
import sys

from test.libregrtest.logger import Logger

Logger.start_load_tracker = lambda self: None
sys.path[0] = os.getcwd()
runpy.run_module("test", run_name="__main__", alter_sys=True)
