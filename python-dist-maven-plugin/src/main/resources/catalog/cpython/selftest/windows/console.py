"""Runs Python code in a console of its own that has no window: a pseudo console, as terminals use it (since Windows 10)."""

import ctypes
import ctypes.wintypes as w
import msvcrt
import os
import subprocess
import threading

from support import PYTHON

EXTENDED_STARTUPINFO_PRESENT = 0x00080000
PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE = 0x00020016
STARTF_USESTDHANDLES = 0x00000100


class StartupInfo(ctypes.Structure):
    """STARTUPINFOEXW"""
    _fields_ = [("size", w.DWORD), ("texts", w.LPWSTR * 3), ("numbers", w.DWORD * 7), ("flags", w.DWORD), ("show", w.WORD * 2),
                ("pointers", ctypes.c_void_p * 4), ("attributes", ctypes.c_void_p)]


class ProcessInformation(ctypes.Structure):
    _fields_ = [("process", w.HANDLE), ("thread", w.HANDLE), ("pid", w.DWORD), ("tid", w.DWORD)]


def run(code, typed="", seconds=60):
    """Returns the exit status of the code and the bytes that its console shows: UTF-8 with sequences of control."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CloseHandle.argtypes = kernel.ClosePseudoConsole.argtypes = [w.HANDLE]

    def check(done):
        if not done:
            raise ctypes.WinError(ctypes.get_last_error())

    def pipe():
        reader, writer = w.HANDLE(), w.HANDLE()
        check(kernel.CreatePipe(ctypes.byref(reader), ctypes.byref(writer), None, 0))
        return reader.value, writer.value
    keys, typing = pipe()
    seeing, screen = pipe()
    console = w.HANDLE()
    kernel.CreatePseudoConsole.argtypes = [w.DWORD, w.HANDLE, w.HANDLE, w.DWORD, ctypes.c_void_p]
    status = kernel.CreatePseudoConsole(25 << 16 | 80, keys, screen, 0, ctypes.byref(console))
    if status:
        raise OSError(f"no pseudo console: {status & 0xFFFFFFFF:#x}")
    size = ctypes.c_size_t()
    kernel.InitializeProcThreadAttributeList(None, 1, 0, ctypes.byref(size))
    attributes = ctypes.create_string_buffer(size.value)
    check(kernel.InitializeProcThreadAttributeList(attributes, 1, 0, ctypes.byref(size)))
    kernel.UpdateProcThreadAttribute.argtypes = [ctypes.c_void_p, w.DWORD, ctypes.c_size_t, w.HANDLE, ctypes.c_size_t,
                                                 ctypes.c_void_p, ctypes.c_void_p]
    check(kernel.UpdateProcThreadAttribute(attributes, 0, PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, console, ctypes.sizeof(console), None, None))
    start, made = StartupInfo(flags=STARTF_USESTDHANDLES, attributes=ctypes.addressof(attributes)), ProcessInformation()
    start.size = ctypes.sizeof(start)
    command = ctypes.create_unicode_buffer(subprocess.list2cmdline([os.fspath(PYTHON), "-I", "-c", code]))
    check(kernel.CreateProcessW(None, command, None, None, False, EXTENDED_STARTUPINFO_PRESENT, None, None,
                                ctypes.byref(start), ctypes.byref(made)))
    shown = []
    descriptor = msvcrt.open_osfhandle(seeing, os.O_RDONLY | os.O_BINARY)

    def look():
        while data := os.read(descriptor, 4096):
            shown.append(data)
    eyes = threading.Thread(target=look, daemon=True)
    eyes.start()
    keyboard = msvcrt.open_osfhandle(typing, os.O_BINARY)
    os.write(keyboard, typed.encode())
    ended = kernel.WaitForSingleObject(w.HANDLE(made.process), seconds * 1000) == 0
    exit_status = w.DWORD()
    check(kernel.GetExitCodeProcess(w.HANDLE(made.process), ctypes.byref(exit_status)))
    if not ended:
        kernel.TerminateProcess(w.HANDLE(made.process), 1)
    kernel.ClosePseudoConsole(console)
    for handle in (keys, screen, made.process, made.thread):
        kernel.CloseHandle(handle)
    eyes.join(20)
    os.close(keyboard)
    os.close(descriptor)
    if not ended:
        raise TimeoutError(f"not done after {seconds} s; its console shows {b''.join(shown)}")
    return exit_status.value, b"".join(shown)
