import errno
import importlib.util
import multiprocessing
import os
import sys
import sysconfig
import tempfile
import threading
import time

from support import Case, PYTHON

MULTIPROCESSING = """
import multiprocessing, os, sys
from multiprocessing import shared_memory

def work(queue, semaphore, name):
    memory = shared_memory.SharedMemory(name)
    memory.buf[0] += 1
    memory.close()
    with semaphore:
        queue.put((os.getpid(), semaphore.get_value()))

def square(n):
    return n * n

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    queue, semaphore = context.Queue(), context.Semaphore(3)
    assert semaphore.get_value() == 3
    memory = shared_memory.SharedMemory(create=True, size=16)
    process = context.Process(target=work, args=(queue, semaphore, memory.name))
    process.start()
    pid, value = queue.get(timeout=30)
    process.join(30)
    assert process.exitcode == 0 and pid == process.pid != os.getpid() and value == 2, (pid, value)
    assert memory.buf[0] == 1
    memory.close()
    memory.unlink()
    with context.Pool(2) as pool:
        assert pool.map(square, range(20)) == [n * n for n in range(20)]
    print("done")
"""

ASYNCIO = """if 1:
    import asyncio, sys
    async def main():
        process = await asyncio.create_subprocess_exec(sys.executable, "-I", "-c", "print(input().upper())",
                                                       stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        out, _ = await asyncio.wait_for(process.communicate(b"word"), 30)
        server = await asyncio.start_server(lambda r, w: (w.write(b"served"), w.close()), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        answer = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        server.close()
        async with asyncio.timeout(30), asyncio.TaskGroup() as group:
            tasks = [group.create_task(asyncio.to_thread(pow, n, 2)) for n in range(5)]
        print(out.decode().strip(), answer.decode(), [t.result() for t in tasks])
    asyncio.run(main())
    """


class Processes(Case):

    def test_multiprocessing(self):
        try:
            multiprocessing.get_context("fork").Lock()
        except OSError as e:
            if e.errno != errno.ENOSYS:
                raise
            self.skipTest("no shared memory here: older C libraries want a tmpfs at /dev/shm")    # before glibc 2.34
        script = self.folder() / "script.py"
        script.write_text(MULTIPROCESSING)
        for method in ("spawn", "fork", "forkserver"):
            with self.subTest(method):
                self.assertEqual(self.run_command(PYTHON, "-I", script, method), "done\n")

    def test_asyncio(self):
        self.assertEqual(self.run_python(ASYNCIO), "WORD served [0, 1, 4, 9, 16]")

    def test_concurrent_futures_and_threads(self):
        import concurrent.futures
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            self.assertEqual(sum(pool.map(int, "1" * 200)), 200)

    def test_subinterpreters(self):
        # A private module, renamed with Python 3.13.
        interpreters = importlib.import_module(next(filter(importlib.util.find_spec, ("_interpreters", "_xxsubinterpreters"))))
        run = getattr(interpreters, "exec", None) or interpreters.run_string
        name = interpreters.create()
        self.assertIsNone(run(name, "import sys, json, _datetime; assert sys.version"))
        interpreters.destroy(name)

    def test_crash_is_reported(self):
        shown = self.run_command(PYTHON, "-I", "-X", "faulthandler", "-c", "import os, sys; sys.stderr = None; os.abort()", status=-6)
        self.assertEqual(shown, "")

    def test_threads_have_room_for_deep_recursion(self):
        code = ("import sys, threading\nsys.setrecursionlimit(20000)\n"
                "def deep(n): return n and 1 + deep(n - 1)\n"
                "t = threading.Thread(target=lambda: print(deep(15000))); t.start(); t.join()")
        self.assertEqual(self.run_python(code), "15000")


class SystemCalls(Case):
    """Compiled in although the C library of the build is old; a kernel may still refuse them."""

    def call(self, name, *arguments):
        self.assertTrue(hasattr(os, name), f"os.{name} was not compiled in")
        try:
            return getattr(os, name)(*arguments)
        except OSError as e:
            if e.errno in (errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
                self.skipTest(f"this kernel has no {name}: {e}")
            raise

    def test_getrandom(self):
        made = self.call("getrandom", 300, os.GRND_NONBLOCK)
        self.assertGreaterEqual(len(made), 256)
        self.assertGreater(len(set(made)), 50)
        with self.assertRaises(OSError) as raised:
            os.getrandom(1, 0x8000)
        self.assertEqual(raised.exception.errno, errno.EINVAL)

    def test_memfd_create(self):
        import fcntl
        with open(self.call("memfd_create", "test", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "r+b", buffering=0) as file:
            file.write(b"sealed")
            fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE)
            self.assertEqual(fcntl.fcntl(file, fcntl.F_GET_SEALS), fcntl.F_SEAL_WRITE)
            self.assertEqual(fcntl.fcntl(file, fcntl.F_GETFD), fcntl.FD_CLOEXEC)
            with self.assertRaises(PermissionError):
                file.write(b"more")

    def test_file_locks_beyond_four_gigabytes(self):
        import fcntl
        code = "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 2**32 + int(sys.argv[2]))"
        path = self.folder() / "locked"
        with open(path, "wb") as file:
            fcntl.lockf(file, fcntl.LOCK_EX, 1, 2**32)
            self.run_python(code, path, "1")
            with self.assertRaisesRegex(AssertionError, "BlockingIOError"):
                self.run_python(code, path, "0")

    def test_eventfd(self):
        os.close(self.call("eventfd", 0))

    def test_pidfd_open(self):
        os.close(self.call("pidfd_open", os.getpid()))

    def test_copy_file_range(self):
        with tempfile.TemporaryFile() as one, tempfile.TemporaryFile() as two:
            one.write(b"content")
            one.flush()
            self.assertEqual(self.call("copy_file_range", one.fileno(), two.fileno(), 7, 0), 7)
            self.assertEqual(os.pread(two.fileno(), 7, 0), b"content")
            self.assertEqual(self.call("copy_file_range", one.fileno(), two.fileno(), 9, 3, 1), 4)
            self.assertEqual(os.pread(two.fileno(), 9, 0), b"ctentnt")
            with self.assertRaises(OSError) as raised:
                os.copy_file_range(one.fileno(), -1, 1)
            self.assertEqual(raised.exception.errno, errno.EBADF)

    def test_preadv_pwritev(self):
        with tempfile.TemporaryFile() as file:
            self.assertEqual(self.call("pwritev", file.fileno(), [b"ab", b"cd"], 0), 4)
            parts = [bytearray(1), bytearray(3)]
            self.assertEqual(self.call("preadv", file.fileno(), parts, 0), 4)
            self.assertEqual(b"".join(parts), b"abcd")

    def test_preadv_pwritev_with_flags(self):
        with tempfile.TemporaryFile() as file:
            self.assertEqual(self.call("pwritev", file.fileno(), [b"ab", b"cd"], 2**32 + 1, os.RWF_DSYNC), 4)
            read = bytearray(4)
            self.assertEqual(self.call("preadv", file.fileno(), [read], 2**32 + 1, os.RWF_HIPRI), 4)
            self.assertEqual(read, b"abcd")
            with self.assertRaises(OSError):
                os.preadv(file.fileno(), [read], 0, 1 << 30)

    def test_lock_timeouts_follow_the_monotonic_clock(self):
        self.assertEqual(sysconfig.get_config_var("HAVE_SEM_CLOCKWAIT"), 1)
        lock = threading.Lock()
        lock.acquire()
        began = time.monotonic()
        self.assertFalse(lock.acquire(timeout=0.2))
        self.assertGreaterEqual(time.monotonic() - began, 0.2)
        threading.Timer(0.1, lock.release).start()
        self.assertTrue(lock.acquire(timeout=60))
        self.assertLess(time.monotonic() - began, 30)

    def test_compiled_in(self):
        for name in ("GETRANDOM", "GETENTROPY", "MEMFD_CREATE", "COPY_FILE_RANGE", "PREADV2", "PWRITEV2"):
            with self.subTest(name):
                self.assertEqual(sysconfig.get_config_var(f"HAVE_{name}"), 1)

    def test_rest(self):
        for name in ("sendfile", "splice", "posix_fallocate", "getxattr", "sched_getaffinity", "posix_spawn", "openpty",
                     "getloadavg", "login_tty", "statvfs", "mkfifo", "forkpty", "getresuid", "pipe2",
                     *(["unshare"] if sys.version_info >= (3, 12) else [])):
            with self.subTest(name):
                self.assertTrue(hasattr(os, name))
        import socket, select, signal
        self.assertTrue(socket.has_ipv6 and hasattr(socket, "AF_VSOCK") and hasattr(socket, "AF_CAN") and hasattr(socket, "AF_ALG"))
        self.assertTrue(hasattr(select, "epoll") and hasattr(signal, "sigtimedwait") and hasattr(time, "tzset"))
        self.assertEqual(sys.thread_info.lock, "semaphore")
