"""Ignores that it is asked to end, and so does its child."""

import pathlib
import signal
import subprocess
import sys
import time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"])
pathlib.Path("target/child.pid").write_text(str(child.pid))
print("started", flush=True)
time.sleep(600)
