"""Starts regrtest as `-m test` does, but under Wine, with what it believes of Windows put right:

* it is not to watch the load of the machine, for which it asks HKEY_PERFORMANCE_DATA: Wine has no such data;
* links cannot be made, as where a user has not the right to. Wine says that it made one, and whole files of tests end there.
"""

import os
import runpy
import sys

from test.libregrtest.logger import Logger
from test.support import os_helper

Logger.start_load_tracker = lambda self: None
os_helper._can_symlink = False
sys.path[0] = os.getcwd()
runpy.run_module("test", run_name="__main__", alter_sys=True)
