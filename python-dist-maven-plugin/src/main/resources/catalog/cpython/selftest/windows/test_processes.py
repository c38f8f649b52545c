import asyncio
import os
import select
import signal
import socket
import subprocess
import threading
import time

import console
from support import PYTHON, Case, environment

MULTIPROCESSING = """
import concurrent.futures, multiprocessing, os, sys
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
    assert multiprocessing.get_all_start_methods() == ["spawn"]
    queue, semaphore = multiprocessing.Queue(), multiprocessing.Semaphore(3)
    memory = shared_memory.SharedMemory(create=True, size=16)
    process = multiprocessing.Process(target=work, args=(queue, semaphore, memory.name))
    process.start()
    pid, value = queue.get(timeout=60)
    process.join(60)
    assert process.exitcode == 0 and pid == process.pid != os.getpid(), (pid, value)
    assert memory.buf[0] == 1
    memory.close()
    with multiprocessing.Pool(2) as pool:
        assert pool.map(square, range(20)) == [n * n for n in range(20)]
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        assert pool.submit(square, 7).result(60) == 49
    print("done")
"""

ASYNCIO = """if 1:
    import asyncio, sys
    async def main():
        process = await asyncio.create_subprocess_exec(sys.executable, "-I", "-c", "print(input().upper())",
                                                       stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        out, _ = await asyncio.wait_for(process.communicate(b"word\\n"), 60)
        server = await asyncio.start_server(lambda r, w: (w.write(b"served" * 100000), w.close()), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        answer = await asyncio.wait_for(reader.read(), 60)
        writer.close()
        server.close()
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            tasks = [group.create_task(asyncio.to_thread(pow, n, 2)) for n in range(5)]
        print(type(asyncio.get_running_loop()).__name__, out.decode().strip(), len(answer), [t.result() for t in tasks])
    asyncio.run(main())
    """


# Only processes of one console can send it to each other.
BREAK = """if 1:
    import signal, subprocess, sys, traceback
    code = "import signal, sys, time\\nsignal.signal(signal.SIGBREAK, lambda *_: sys.exit(9))\\nprint('up', flush=True)\\nfor _ in range(300): time.sleep(0.1)"
    try:
        process = subprocess.Popen([sys.executable, "-I", "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, creationflags=subprocess.CREATE_NEW_PROCESS_GROUP)
        process.stdout.readline()
        process.send_signal(signal.CTRL_BREAK_EVENT)
        status = process.wait(20)
    except BaseException:
        open("CONOUT$", "w").write(traceback.format_exc())
        raise
    sys.exit(status)
    """


class Processes(Case):

    def test_multiprocessing(self):
        script = self.folder() / "script.py"
        script.write_text(MULTIPROCESSING)
        self.assertEqual(self.run_command(PYTHON, "-I", script), "done\n")

    def test_asyncio_with_completion_ports(self):
        self.assertEqual(self.run_python(ASYNCIO), "ProactorEventLoop WORD 600000 [0, 1, 4, 9, 16]")

    def test_asyncio_with_select(self):
        async def echo():
            server = await asyncio.start_server(lambda r, w: (w.write(b"served"), w.close()), "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            answer = await asyncio.wait_for(reader.read(), 30)
            writer.close()
            server.close()
            return answer
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            self.assertEqual(runner.run(echo()), b"served")

    def test_datagrams_with_completion_ports(self):
        class Echo(asyncio.DatagramProtocol):
            def connection_made(self, transport):
                self.transport = transport

            def datagram_received(self, data, address):
                self.transport.sendto(data.upper(), address)

        class Ask(asyncio.DatagramProtocol):
            def __init__(self, answer):
                self.answer = answer

            def datagram_received(self, data, address):
                self.answer.set_result(data)

        async def ask():
            loop = asyncio.get_running_loop()
            server, _ = await loop.create_datagram_endpoint(Echo, ("127.0.0.1", 0))
            answer = loop.create_future()
            client, _ = await loop.create_datagram_endpoint(lambda: Ask(answer), remote_addr=server.get_extra_info("sockname"))
            client.sendto(b"word")
            try:
                return await asyncio.wait_for(answer, 30)
            finally:
                client.close()
                server.close()
        self.assertEqual(asyncio.run(ask()), b"WORD")

    def test_exit_status(self):
        for status in (0, 3, 255, 0xC0000005):
            with self.subTest(status):
                self.assertEqual(subprocess.run([PYTHON, "-I", "-c", f"import os; os._exit({status - (1 << 32 if status > 1 << 31 else 0)})"]).returncode, status)

    def test_end_from_outside(self):
        process = subprocess.Popen([PYTHON, "-I", "-c", "import time; print('up', flush=True); time.sleep(60)"], stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.assertEqual(process.stdout.readline().strip(), b"up")
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(0.2)
        os.kill(process.pid, signal.SIGTERM)
        self.assertEqual(process.wait(30), signal.SIGTERM)

    def test_output_and_input_at_once(self):
        code = "import sys; data = sys.stdin.buffer.read(); sys.stdout.buffer.write(data); sys.stderr.buffer.write(data[:9])"
        data = os.urandom(1 << 20)
        done = subprocess.run([PYTHON, "-I", "-c", code], input=data, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout == data, done.stderr == data[:9]), (0, True, True))

    def test_shell(self):
        self.assertEqual(subprocess.run("echo a b&& exit 5", shell=True, capture_output=True, text=True).stdout.strip(), "a b")
        self.assertEqual(os.system("exit 5"), 5)
        with os.popen("echo word") as shell:
            self.assertEqual(shell.read().strip(), "word")

    def test_spawn(self):
        self.assertEqual(os.spawnv(os.P_WAIT, PYTHON, ["python", "-I", "-c", "raise(SystemExit(7))"]), 7)
        self.assertEqual(os.spawnve(os.P_WAIT, PYTHON, ["python", "-I", "-c", "exit(len(__import__('os').environ['X']))"],
                                    environment(X="abcd")), 4)

    def test_handles_are_inherited_when_told(self):
        import msvcrt
        reader, writer = os.pipe()
        self.addCleanup(os.close, reader)
        handle = msvcrt.get_osfhandle(writer)
        os.set_handle_inheritable(handle, True)
        info = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
        code = "import msvcrt, os, sys; os.write(msvcrt.open_osfhandle(int(sys.argv[1]), os.O_WRONLY), b'through')"
        subprocess.run([PYTHON, "-I", "-c", code, str(handle)], startupinfo=info, check=True)
        os.close(writer)
        self.assertEqual(os.read(reader, 100), b"through")

    def test_crash_is_reported(self):
        done = subprocess.run([PYTHON, "-I", "-X", "faulthandler", "-c", "import ctypes; ctypes.string_at(8)"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0xC0000005)
        self.assertIn("Windows fatal exception: access violation", done.stderr)
        self.assertIn("string_at", done.stderr)

    def test_bad_descriptors_are_errors(self):
        """The C library ends a program that gives it one, unless told otherwise."""
        for call in (os.close, os.fstat, os.fsync, lambda n: os.read(n, 1), os.isatty):
            try:
                self.assertIs(call(1000), False)
            except OSError as e:
                self.assertEqual(e.errno, 9)

    def test_group_of_a_console(self):
        status, shown = console.run(BREAK)
        self.assertEqual(status, 9, shown)

    def test_parent(self):
        code = "import os; print(os.getppid())"
        self.assertEqual(self.run_python(code), str(os.getpid()))

    def test_subinterpreters_and_threads(self):
        import _interpreters
        name = _interpreters.create()
        self.assertIsNone(_interpreters.exec(name, "import sys, json, _datetime; assert sys.version"))
        _interpreters.destroy(name)
        code = ("import sys, threading\nsys.setrecursionlimit(20000)\nthreading.stack_size(64 << 20)\n"
                "def deep(n): return n and 1 + deep(n - 1)\n"
                "t = threading.Thread(target=lambda: print(deep(15000))); t.start(); t.join()")
        self.assertEqual(self.run_python(code), "15000")

    def test_deep_recursion_is_an_error(self):
        code = "import sys; sys.setrecursionlimit(10**6)\nx = []\nfor _ in range(10**5): x = [x]\ntry: repr(x)\nexcept RecursionError: print('refused')"
        self.assertEqual(self.run_python(code), "refused")


class Sockets(Case):

    def test_select(self):
        one, two = socket.socketpair()
        with one, two:
            self.assertEqual(select.select([one], [], [], 0.05), ([], [], []))
            two.send(b"x")
            self.assertEqual(select.select([one], [one], [], 5), ([one], [one], []))

    def test_server_and_client(self):
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with self.subTest(host):
                try:
                    listener = socket.create_server((host, 0), family=family)
                except OSError as e:
                    self.skipTest(f"no {host} here: {e}")
                with listener, socket.create_connection(listener.getsockname()[:2]) as client:
                    connection, _ = listener.accept()
                    with connection:
                        connection.sendall(b"a" * 100_000)
                        connection.shutdown(socket.SHUT_WR)
                        self.assertEqual(sum(iter(lambda: len(client.recv(9999)), 0)), 100_000)

    def test_names_and_options(self):
        self.assertEqual(socket.gethostbyname("localhost"), "127.0.0.1")
        self.assertTrue(socket.gethostname())
        self.assertTrue(socket.has_ipv6 and socket.has_dualstack_ipv6() in (True, False))
        self.assertEqual((socket.IPPROTO_TCP, socket.IPPROTO_UDP, socket.IPPROTO_IPV6), (6, 17, 41))
        with socket.socket() as plain:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            plain.ioctl(socket.SIO_KEEPALIVE_VALS, (1, 10_000, 3000))
            with self.assertRaises(ConnectionRefusedError) as raised:
                plain.connect(("127.0.0.1", 9))
            self.assertEqual(raised.exception.winerror, 10061)

    def test_given_to_another_process(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            code = "import socket, sys; s = socket.fromshare(sys.stdin.buffer.read()); c, _ = s.accept(); c.sendall(b'other'); c.close()"
            process = subprocess.Popen([PYTHON, "-I", "-c", code], stdin=subprocess.PIPE)
            process.stdin.write(listener.share(process.pid))
            process.stdin.close()
            with socket.create_connection(listener.getsockname(), 30) as client:
                self.assertEqual(client.recv(100), b"other")
            self.assertEqual(process.wait(30), 0)


class Threads(Case):

    def test_locks(self):
        lock = threading.Lock()
        lock.acquire()
        began = time.monotonic()
        self.assertFalse(lock.acquire(timeout=0.2))
        self.assertGreaterEqual(time.monotonic() - began, 0.15)
        threading.Timer(0.1, lock.release).start()
        self.assertTrue(lock.acquire(timeout=60))
        self.assertLess(time.monotonic() - began, 30)

    def test_many(self):
        import concurrent.futures
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            self.assertEqual(sum(pool.map(int, "1" * 200)), 200)
        self.assertTrue(threading.get_native_id())

    def test_clocks(self):
        for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
            with self.subTest(name):
                info = time.get_clock_info(name)
                self.assertTrue(info.resolution > 0 and info.monotonic is (name != "time"), info)
        self.assertEqual(time.strftime("%Y", time.gmtime(0)), "1970")
