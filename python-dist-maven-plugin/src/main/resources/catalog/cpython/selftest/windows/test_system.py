"""What Windows alone has, and what it has another way."""

import ctypes
import getpass
import mmap
import msvcrt
import os
import pathlib
import shutil
import stat
import tempfile
import winreg
import zoneinfo

import console
from support import PYTHON, Case, environment

CONSOLE = """if 1:
    import os, sys, traceback
    def check():
        screen, keyboard = open("CONOUT$", "w"), open("CONIN$")
        assert screen.isatty() and screen.encoding == keyboard.encoding == "utf-8", screen.encoding
        assert type(screen.buffer.raw).__name__ == "_WindowsConsoleIO"
        print("gr\\xf6\\xdfe \\u03a9\\u03bc", file=screen, flush=True)
        assert os.get_terminal_size(screen.fileno()) == (80, 25)
        return keyboard.readline()
    try:
        line = check()
    except BaseException:
        open("CONOUT$", "w").write(traceback.format_exc())
        raise
    sys.exit(7 if line == "\\xfcber\\n" else 1)
    """


class Registry(Case):

    def test_keys_and_values(self):
        name = f"Software\\python-dist self-test {os.getpid()}"
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, name) as key:
            self.addCleanup(winreg.DeleteKey, winreg.HKEY_CURRENT_USER, name)
            values = {"größe": ("日本", winreg.REG_SZ), "n": (2**32 - 1, winreg.REG_DWORD), "q": (2**64 - 1, winreg.REG_QWORD),
                      "m": (["a", "b"], winreg.REG_MULTI_SZ), "b": (b"\0\1", winreg.REG_BINARY), "e": ("%TEMP%", winreg.REG_EXPAND_SZ)}
            for value, (data, kind) in values.items():
                winreg.SetValueEx(key, value, 0, kind, data)
            self.assertEqual({value: winreg.QueryValueEx(key, value) for value in values}, values)
            self.assertEqual(winreg.QueryInfoKey(key)[1], len(values))
            self.assertEqual({winreg.EnumValue(key, n)[0] for n in range(len(values))}, set(values))
            self.assertRaises(FileNotFoundError, winreg.QueryValueEx, key, "none")
        self.assertEqual(winreg.ExpandEnvironmentStrings("%TEMP%"), os.environ["TEMP"])


class Console(Case):

    def test_unicode(self):
        status, shown = console.run(CONSOLE, "über\r")
        self.assertEqual(status, 7, shown)
        self.assertIn("größe Ωμ", shown.decode())

    def test_keyboard_and_modes(self):
        self.assertFalse(msvcrt.kbhit())
        with tempfile.TemporaryFile() as file:
            self.assertIn(msvcrt.setmode(file.fileno(), os.O_BINARY), (os.O_TEXT, os.O_BINARY))
            file.write(b"0123456789")
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 5)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 5)

    def test_sound(self):
        import winsound
        self.assertTrue(callable(winsound.Beep) and winsound.SND_ALIAS)
        winsound.PlaySound(None, winsound.SND_PURGE)


class Memory(Case):

    def test_named_mapping_is_shared(self):
        name = f"python-dist self-test {os.getpid()}"
        with mmap.mmap(-1, 4096, tagname=name) as memory:
            memory[:5] = b"hello"
            self.assertEqual(self.run_python("import mmap, sys; print(mmap.mmap(-1, 4096, tagname=sys.argv[1])[:5])", name), "b'hello'")

    def test_mapped_file(self):
        path = self.folder() / "file"
        path.write_bytes(b"a" * 10_000)
        with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
            memory[4096] = ord("b")
            memory.flush()
            memory.resize(20_000)
            self.assertEqual((len(memory), memory.find(b"b")), (20_000, 4096))
        self.assertEqual(path.stat().st_size, 20_000)


class Files(Case):

    def test_attributes(self):
        folder = self.folder()
        file = folder / "file"
        file.write_text("x")
        found = file.stat()
        self.assertEqual(found.st_file_attributes & stat.FILE_ATTRIBUTE_DIRECTORY, 0)
        self.assertTrue(folder.stat().st_file_attributes & stat.FILE_ATTRIBUTE_DIRECTORY)
        self.assertTrue(found.st_ino and found.st_dev and found.st_birthtime)
        os.chmod(file, stat.S_IREAD)
        self.assertTrue(file.stat().st_file_attributes & stat.FILE_ATTRIBUTE_READONLY)
        self.assertRaises(PermissionError, file.write_text, "y")
        os.chmod(file, stat.S_IWRITE)
        os.utime(file, (1e9, 1e9 + 0.5))
        self.assertEqual(file.stat().st_mtime, 1e9 + 0.5)
        with os.scandir(folder) as entries:
            self.assertEqual([(entry.name, entry.is_file(), entry.stat().st_size) for entry in entries], [("file", True, 1)])

    def test_read_only_files_become_writable(self):
        """As above, but by a handle, as it is done for what a link leads to."""
        file = self.folder() / "file"
        file.write_text("x")
        file.chmod(stat.S_IREAD)
        file.chmod(stat.S_IWRITE)
        file.write_text("y")

    def test_pipes_and_durability(self):
        reader, writer = os.pipe()
        self.assertEqual(os.write(writer, b"through"), 7)
        os.close(writer)
        self.assertEqual((os.read(reader, 100), os.read(reader, 100)), (b"through", b""))
        os.close(reader)
        path = self.folder() / "file"
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_BINARY)
        os.write(number, b"kept\r\n")
        os.fsync(number)
        os.ftruncate(number, 4)
        os.close(number)
        self.assertEqual(path.read_bytes(), b"kept")

    def test_open_files_cannot_be_deleted(self):
        path = self.folder() / "file"
        with open(path, "w"):
            with self.assertRaises(PermissionError) as raised:
                os.remove(path)
            self.assertEqual(raised.exception.winerror, 32)
        os.remove(path)

    def test_copies_and_moves(self):
        folder = self.folder()
        (folder / "one").write_text("x")
        shutil.copy2(folder / "one", folder / "two")
        os.replace(folder / "two", folder / "one")
        shutil.copytree(folder, folder / "größe")
        self.assertEqual(sorted(os.listdir(folder)), ["größe", "one"])
        os.link(folder / "one", folder / "linked")
        self.assertEqual((folder / "linked").stat().st_nlink, 2)
        self.assertTrue(shutil.disk_usage(folder).free)
        self.assertEqual(shutil.which("cmd").lower(), os.path.expandvars(r"%SystemRoot%\system32\cmd.exe").lower())

    def test_real_paths(self):
        folder = self.folder()
        (folder / "Größe").mkdir()
        self.assertEqual(os.path.realpath(folder / "größe".upper().replace("SS", "ß")), str(folder / "Größe"))
        self.assertTrue(os.path.samefile(folder / "Größe", folder / "gRÖßE"))
        self.assertTrue(pathlib.Path(os.path.abspath("C:rel")).is_absolute())
        self.assertTrue(os.path.isdir("C:\\") and os.listdrives()[0].endswith(":\\"))

    def test_symbolic_links(self):
        folder = self.folder()
        (folder / "file").write_text("x")
        try:
            os.symlink("file", folder / "link")
        except OSError as e:
            if e.winerror == 1314:
                self.skipTest("this user may not make symbolic links")
            raise
        self.assertEqual((os.readlink(folder / "link"), (folder / "link").read_text()), ("file", "x"))

    def test_junctions(self):
        import _winapi
        folder = self.folder()
        (folder / "real").mkdir()
        (folder / "real" / "file").write_text("x")
        _winapi.CreateJunction(str(folder / "real"), str(folder / "junction"))
        self.assertTrue(os.path.isjunction(folder / "junction"))
        self.assertEqual((folder / "junction" / "file").read_text(), "x")
        os.rmdir(folder / "junction")


class User(Case):

    def test_folders(self):
        self.assertTrue(getpass.getuser())
        self.assertTrue(pathlib.Path.home().is_dir() and os.path.isdir(tempfile.gettempdir()))
        self.assertTrue(os.path.expanduser("~") == os.environ["USERPROFILE"])
        folder = ctypes.create_unicode_buffer(1000)
        self.assertEqual(ctypes.windll.shell32.SHGetFolderPathW(None, 0x1A, None, 0, folder), 0)      # CSIDL_APPDATA
        self.assertEqual(folder.value, os.environ["APPDATA"])

    def test_what_windows_knows_of_itself(self):
        """By WMI, in a thread that COM runs in."""
        import _wmi
        shown = _wmi.exec_query("SELECT Caption, Version FROM Win32_OperatingSystem")
        self.assertIn("Version=10.", shown)

    def test_time_zones_of_a_folder(self):
        """Windows has no database in this form; packages bring one, or a variable names it."""
        folder = self.folder()
        (folder / "Test").mkdir()
        # RFC 8536: version 1, one type, UTC+02:00
        (folder / "Test/Zone").write_bytes(b"TZif" + bytes(16) + b"".join(n.to_bytes(4, "big") for n in (0, 0, 0, 0, 1, 4))
                                           + (7200).to_bytes(4, "big") + b"\0\0XYZ\0")
        code = "import datetime, zoneinfo; print(datetime.datetime(2025, 7, 1, tzinfo=zoneinfo.ZoneInfo('Test/Zone')))"
        shown = self.run_command(PYTHON, "-c", code, env=environment(PYTHONTZPATH=str(folder))).strip()
        self.assertEqual(shown, "2025-07-01 00:00:00+02:00")
        self.assertEqual(zoneinfo.TZPATH, ())

    def test_identifiers(self):
        import uuid
        self.assertNotEqual(uuid.uuid1(), uuid.uuid1())
        self.assertEqual((uuid.uuid1().version, uuid.uuid4().version), (1, 4))
        self.assertNotEqual(os.urandom(16), os.urandom(16))
