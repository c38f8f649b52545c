"""tkinter and what is built on it, on a virtual display."""

import json
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
import threading
import unittest
import zlib

from support import LIBPYTHON, PYTHON, TREE, Case, environment, expect

server = None
picture = None

# Says with which Tcl it runs, and that Tk's scripts are there.
WHERE = """
import json, tkinter
root = tkinter.Tk()
root.update()
folders = root.tk.splitlist(root.tk.eval("encoding dirs"))
print(json.dumps([root.tk.eval("info library"), root.tk.eval("set tk_library"), *folders]), flush=True)
"""


def setUpModule():
    global server, picture
    picture = tempfile.TemporaryDirectory()
    reader, writer = os.pipe()
    # GLX needs drivers that the root does not have; -displayfd takes the first free number and says which.
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "800x600x24", "-nolisten", "tcp",
                               "-extension", "GLX", "-noreset", "-fbdir", picture.name], pass_fds=[writer], stderr=subprocess.PIPE, text=True)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        number = pipe.readline().strip()
    if not number:
        raise AssertionError(f"Xvfb does not start: {server.communicate(timeout=10)[1]}")
    # What it says later must not fill the pipe.
    threading.Thread(target=server.stderr.read, daemon=True).start()
    os.environ["DISPLAY"] = f":{number}"


def tearDownModule():
    server.terminate()
    server.wait(timeout=20)
    picture.cleanup()


def screen():
    """What is on the screen: rows of (red, green, blue), from the file that Xvfb draws into (X11/XWDFile.h)."""
    data = pathlib.Path(picture.name, "Xvfb_screen0").read_bytes()
    header = struct.unpack(">25I", data[:100])
    width, height, bits, line, colours = header[4], header[5], header[11], header[12], header[19]
    assert bits == 32, bits
    start = header[0] + 12 * colours
    order = (2, 1, 0) if header[7] == 0 else (1, 2, 3)
    rows = (data[start + y * line:start + y * line + 4 * width] for y in range(height))
    return [[tuple(row[x + i] for i in order) for x in range(0, len(row), 4)] for row in rows]


def png(width, height, pixel):
    """A PNG file (RFC 2083): 8 bits a channel, RGB."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(width)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Window(Case):

    def setUp(self):
        import tkinter
        self.root = tkinter.Tk()
        # What ttk has put off until idle is done first.
        self.addCleanup(lambda: (self.root.update(), self.root.destroy()))
        self.problems = []
        self.root.report_callback_exception = lambda *problem: self.problems.append(problem)

    def wait(self, condition, what):
        """Runs the event loop until the condition holds."""
        held = []

        def look(turns=200):
            held[:] = [condition()]
            if held[0] or not turns:
                self.root.quit()
            else:
                self.root.after(25, look, turns - 1)
        self.root.after_idle(look)
        self.root.mainloop()
        self.assertTrue(held[0], what)
        self.assertEqual(self.problems, [])

    def test_versions(self):
        self.assertEqual(self.root.tk.eval("info patchlevel"), expect["libraries"]["tcl"])
        self.assertEqual(self.root.tk.eval("set tk_patchLevel"), expect["libraries"]["tk"])
        self.assertEqual(self.root.tk.eval("tk windowingsystem"), "x11")
        self.assertEqual(self.root.tk.eval("::tk::pkgconfig get fontsystem"), "xft")

    def test_window_on_the_screen(self):
        self.root.title("größe ✓")
        self.root.geometry("300x200+10+20")
        self.wait(lambda: self.root.winfo_viewable() and self.root.winfo_width() == 300, "the window does not appear")
        self.assertEqual((self.root.winfo_width(), self.root.winfo_height()), (300, 200))
        self.assertEqual(self.root.title(), "größe ✓")

    def test_widgets_and_events(self):
        import tkinter
        from tkinter import ttk
        pressed, typed = [], tkinter.StringVar(self.root)
        button = ttk.Button(self.root, text="press", command=lambda: pressed.append(1))
        entry = ttk.Entry(self.root, textvariable=typed)
        tree = ttk.Treeview(self.root, columns=("a", "b"))
        for widget in (button, entry, tree, tkinter.Scale(self.root), ttk.Combobox(self.root, values=["x"]),
                       tkinter.Spinbox(self.root), ttk.Progressbar(self.root), tkinter.Text(self.root, height=2),
                       tkinter.Listbox(self.root, height=2), ttk.Notebook(self.root)):
            widget.pack()
        tree.insert("", "end", values=("one", "two"))
        self.wait(button.winfo_viewable, "the widgets do not appear")
        button.event_generate("<Enter>")
        button.event_generate("<Button-1>", x=5, y=5)
        button.event_generate("<ButtonRelease-1>", x=5, y=5)
        entry.focus_force()
        self.root.update()
        for key in "a", "b", "c":
            entry.event_generate(f"<KeyPress-{key}>")
        self.wait(lambda: pressed and typed.get(), "neither button nor entry sees an event")
        self.assertEqual(typed.get(), "abc")

    def test_themes(self):
        from tkinter import ttk
        style = ttk.Style(self.root)
        self.assertLessEqual({"alt", "clam", "classic", "default"}, set(style.theme_names()))
        style.theme_use("clam")
        ttk.Button(self.root, text="clam").pack()
        self.root.update()

    def test_png_image(self):
        import tkinter
        file = self.folder() / "image.png"
        file.write_bytes(png(20, 10, lambda x, y: (x * 10, y * 20, 99)))
        image = tkinter.PhotoImage(master=self.root, file=file)
        self.assertEqual((image.width(), image.height(), image.get(7, 3)), (20, 10, (70, 60, 99)))
        again = tkinter.PhotoImage(master=self.root, data=image.tk.call(image, "data", "-format", "png"))
        self.assertEqual(again.get(7, 3), (70, 60, 99))

    def test_smooth_fonts_of_the_system(self):
        from tkinter import font
        families = set(font.families(self.root))
        self.assertLessEqual({"DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif"}, families)
        small, large = (font.Font(self.root, family="DejaVu Sans", size=-size) for size in (20, 73))
        self.assertEqual(small.actual("family"), "DejaVu Sans")
        # Core fonts come in a few sizes; these are drawn in any.
        self.assertAlmostEqual(large.measure("Größe ✓ Ω"), small.measure("Größe ✓ Ω") * 73 / 20, delta=25)
        self.assertAlmostEqual(large.metrics("linespace"), small.metrics("linespace") * 73 / 20, delta=5)

    def area(self, widget):
        """The pixels of a widget, as they are on the screen."""
        self.wait(widget.winfo_viewable, "the widget does not appear")
        self.root.update()
        self.root.winfo_pointerxy()      # an answer from the server: all that was asked before is drawn
        left, top = widget.winfo_rootx(), widget.winfo_rooty()
        return [row[left:left + widget.winfo_width()] for row in screen()[top:top + widget.winfo_height()]]

    def test_text_is_drawn_smooth(self):
        import tkinter
        label = tkinter.Label(self.root, text="WOW", font=("DejaVu Sans", -60), bg="white", fg="black", bd=0)
        label.pack()
        pixels = [pixel for row in self.area(label) for pixel in row]
        self.assertIn((0, 0, 0), pixels)
        self.assertIn((255, 255, 255), pixels)
        between = sum(0 < pixel[1] < 255 for pixel in pixels)
        self.assertGreater(between, 100, "the text has no smooth edges")

    def test_image_on_the_screen(self):
        import tkinter
        image = tkinter.PhotoImage(master=self.root, data=png(20, 10, lambda x, y: (x * 10, y * 20, 99)))
        label = tkinter.Label(self.root, image=image, bd=0, padx=0, pady=0, highlightthickness=0)
        label.pack()
        shown = self.area(label)
        self.assertEqual((len(shown[0]), len(shown)), (20, 10))
        self.assertEqual(shown[3][7], (70, 60, 99))

    def test_clipboard(self):
        self.root.clipboard_clear()
        self.root.clipboard_append("Ω ≈ ç")
        self.root.update()
        self.assertEqual(self.root.clipboard_get(), "Ω ≈ ç")

    def test_timers_and_threads(self):
        seen = []

        def work():
            self.root.after(0, seen.append, threading.current_thread().name)
        thread = threading.Thread(target=lambda: self.root.after(10, work))
        thread.start()
        self.wait(lambda: seen, "a call from another thread is not delivered")
        thread.join()

    def test_message_catalogs_and_encodings(self):
        self.assertEqual(self.root.tk.eval("::msgcat::mclocale de; ::msgcat::mcload [file join $::tk_library msgs]; "
                                           "namespace eval ::tk {::msgcat::mc &Cancel}"), "&Abbruch")
        self.assertEqual(self.root.tk.eval("encoding convertfrom euc-jp \\xc6\\xfc"), "日")


class Programs(Case):

    def answer(self, python=PYTHON, **options):
        return json.loads(self.run_python(WHERE, python=python, **options))

    def check(self, answer, tree):
        self.assertEqual(answer[0], f"{tree}/lib/tcl8.6")
        self.assertEqual(answer[1], f"{tree}/lib/tk8.6")
        self.assertEqual(answer[2], f"{tree}/lib/tcl8.6/encoding")

    def test_scripts_of_this_tree(self):
        self.check(self.answer(), TREE)

    def test_scripts_after_a_move(self):
        tree = self.copy()
        self.check(self.answer(python=tree / "bin/python3"), tree)

    def test_scripts_in_a_virtual_environment(self):
        place = self.folder() / "virtual"
        self.run_command(PYTHON, "-I", "-m", "venv", "--without-pip", place)
        self.check(self.answer(python=place / "bin/python"), TREE)

    def test_scripts_through_a_link(self):
        link = self.folder() / "python"
        link.symlink_to(PYTHON)
        self.check(self.answer(python=link), TREE)

    def test_scripts_in_another_locale(self):
        self.check(self.answer(env=environment(LC_ALL="POSIX", PYTHONUTF8="0")), TREE)

    def test_named_scripts_come_first(self):
        copy = self.folder() / "tcl8.6"
        shutil.copytree(TREE / "lib/tcl8.6", copy)
        self.assertEqual(self.answer(env=environment(TCL_LIBRARY=str(copy)))[0], str(copy))

    def test_environment_stays_clean(self):
        self.run_python("import os, tkinter; tkinter.Tk().update(); assert 'TCL_LIBRARY' not in os.environ; "
                        "import subprocess; assert b'TCL_LIBRARY' not in subprocess.check_output('env')")

    def test_in_a_program_that_embeds_the_library(self):
        """libpython as another program loads it. The program is a Python too, so its names have to be kept out."""
        self.need("_ctypes")
        code = "\n".join((
            "import ctypes, os, sys",
            "library = ctypes.PyDLL(sys.argv[1], mode=os.RTLD_NOW | os.RTLD_LOCAL | os.RTLD_DEEPBIND)",
            "library.PyRun_SimpleString.restype = ctypes.c_int",
            "library.Py_InitializeEx(0)",
            "sys.exit(library.PyRun_SimpleString(sys.argv[2].encode()))"))
        tree = self.copy("embedded")
        shown = self.run_python(code, tree / "lib" / (LIBPYTHON + ".1.0"), WHERE)
        self.check(json.loads(shown), tree)

    def test_functions_for_extensions(self):
        """Pillow and matplotlib draw into a window through these, which they look up in the program."""
        self.need("_ctypes")
        import ctypes
        program = ctypes.CDLL(None)
        for name in ("Tk_FindPhoto", "Tk_PhotoPutBlock", "Tk_PhotoGetImage", "Tcl_CreateCommand", "Tcl_AppendResult", "Tcl_SetVar"):
            self.assertTrue(ctypes.cast(getattr(program, name), ctypes.c_void_p).value, name)
        with self.assertRaises(AttributeError):
            program.Tk_CreateWindow

    def test_turtle_draws(self):
        shown = self.run_python("""
import turtle
turtle.setup(300, 300)
turtle.speed(0)
for _ in range(4):
    turtle.forward(100)
    turtle.left(90)
turtle.write("größe", font=("DejaVu Sans", 20, "normal"))
canvas = turtle.getcanvas()
canvas.update()
print(canvas.bbox("all") is not None, round(turtle.position()[0]), round(turtle.heading()), len(canvas.find_all()) > 3)
turtle.bye()
""")
        self.assertEqual(shown, "True 0 0 True")

    def test_idle_starts(self):
        shown = self.run_python("""
import tkinter, idlelib.pyshell
root = tkinter.Tk()
flist = idlelib.pyshell.PyShellFileList(root)
window = idlelib.pyshell.PyShellEditorWindow(flist, None)
window.text.insert("1.0", "def größe(): pass\\n")
root.update()
print(window.text.get("1.0", "1.9"), window.top.winfo_exists())
window.text.edit_modified(False)
root.destroy()
""", env=environment(HOME=str(self.folder())))
        self.assertEqual(shown.split("\n")[0], "def größe 1")
        self.assertTrue((TREE / "bin/idle3").exists())

    def test_without_a_display(self):
        shown = self.run_python("""
import tkinter
print(tkinter.Tcl().eval("expr 6 * 7"))
try:
    tkinter.Tk()
except tkinter.TclError as problem:
    print(problem)
""", env=environment(DISPLAY=None))
        self.assertEqual(shown.split("\n")[0], "42")
        self.assertIn("no display name and no $DISPLAY environment variable", shown)


if __name__ == "__main__":
    unittest.main()
