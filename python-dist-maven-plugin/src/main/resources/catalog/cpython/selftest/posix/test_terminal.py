"""Line editing and full-screen output, on a real pseudo-terminal."""

import curses
import os
import pty
import readline
import select
import signal
import time

from support import PYTHON, Case, environment

TERMINFO = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo")


def system_knows(terminal):
    return any(os.path.exists(f"{place}/{terminal[0]}/{terminal}") for place in TERMINFO)


class Terminal(Case):

    def session(self, arguments, *dialogue, terminal="xterm", timeout=30):
        """Runs Python on a terminal; dialogue is (wait for this text, then type that) pairs. Returns what was shown."""
        try:
            pid, master = pty.fork()
        except OSError as e:
            self.skipTest(f"no pseudo-terminals here: {e}")
        if pid == 0:
            os.execve(PYTHON, [str(PYTHON), *arguments], environment(TERM=terminal, LC_ALL="C.UTF-8", HOME="/nonexistent"))
        shown, seen, end = b"", 0, time.monotonic() + timeout
        dialogue = list(dialogue)
        try:
            while time.monotonic() < end:
                if not select.select([master], [], [], 0.2)[0]:
                    continue
                try:
                    piece = os.read(master, 4096)
                except OSError:                               # the other side closed the terminal
                    break
                if not piece:
                    break
                shown += piece
                if dialogue and dialogue[0][0] in shown[seen:]:
                    seen = len(shown)
                    os.write(master, dialogue.pop(0)[1])
            else:
                os.kill(pid, signal.SIGKILL)
                self.fail(f"no end after {timeout} s; shown so far: {shown!r}, still to say: {dialogue}")
        finally:
            os.close(master)
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        self.assertEqual((status, dialogue), (0, []), shown)
        return shown

    def need(self, terminal):
        if not system_knows(terminal):
            self.skipTest(f"no terminfo entry for {terminal} on this system")

    def test_readline_is_libedit(self):
        self.assertIn("libedit", readline.__doc__)

    def test_history_of_limited_length(self):
        file = self.folder() / "history"
        self.run_python("""if True:
            import readline, sys
            for line in ("first", "second", "third"):
                readline.add_history(line)
            readline.set_history_length(2)
            readline.write_history_file(sys.argv[1])
            """, file)
        self.assertEqual(self.run_python("""if True:
            import readline, sys
            readline.read_history_file(sys.argv[1])
            print([readline.get_history_item(i + 1) for i in range(readline.get_current_history_length())])
            """, file), "['second', 'third']")

    def test_line_editing(self):
        self.need("xterm")
        code = "import readline; print('got', repr(input('ask> ')))"
        # ^A goes to the start of the line: without line editing it would be a character of the answer
        shown = self.session(["-I", "-c", code], (b"ask> ", b"bc\x01a\n"))
        self.assertIn(b"got 'abc'", shown)

    def test_completion(self):
        self.need("xterm")
        code = ("import readline\n"
                "readline.set_completer(lambda text, n: [w for w in ('apple',) if w.startswith(text)][n:n+1][0] if n < 1 else None)\n"
                "readline.parse_and_bind('bind ^I rl_complete')\n"
                "print('got', repr(input('ask> ').strip()))")
        self.assertIn(b"got 'apple'", self.session(["-I", "-c", code], (b"ask> ", b"ap\t\n")))

    def test_history_file(self):
        file = str(self.folder() / "history")
        readline.clear_history()
        readline.add_history("one two")
        readline.write_history_file(file)
        readline.clear_history()
        readline.read_history_file(file)
        self.assertEqual(readline.get_history_item(1), "one two")

    def test_interactive_interpreter(self):
        self.need("xterm")
        shown = self.session(["-I", "-q"], (b">>> ", "print(6*7, 'ü')\r".encode()), (b"42 \xc3\xbc", b"exit()\r"))
        self.assertIn(b"42 \xc3\xbc", shown)

    def test_basic_interactive_interpreter(self):
        shown = self.session(["-E", "-s", "-q", "-c", "import code; code.interact(banner='')"],
                             (b">>> ", b"print(6*7)\n"), (b"42", b"exit()\n"), terminal="dumb")
        self.assertIn(b"42", shown)

    def test_terminfo_of_the_system(self):
        self.need("xterm")
        read, write = os.pipe()
        self.addCleanup(os.close, read)
        self.addCleanup(os.close, write)
        code = "import curses, sys; curses.setupterm('xterm', 1); print(curses.tigetnum('cols'), curses.tigetstr('cup'))"
        self.assertEqual(self.run_python(code, env=environment(TERMINFO=None, TERM="dumb")), r"80 b'\x1b[%i%p1%d;%p2%dH'")

    def test_unknown_terminal(self):
        with self.assertRaisesRegex(curses.error, "could not find terminal"):
            curses.setupterm("no-such-terminal", 1)

    def test_full_screen(self):
        self.need("xterm")
        code = ("import curses, curses.panel\n"
                "def main(screen):\n"
                "    window = curses.newwin(3, 20, 2, 4)\n"
                "    panel = curses.panel.new_panel(window)\n"
                "    window.border(); window.addstr(1, 2, 'größe')\n"
                "    curses.panel.update_panels(); curses.doupdate()\n"
                "    window.getkey()\n"
                "curses.wrapper(main)\n")
        shown = self.session(["-I", "-c", code], ("größe".encode(), b"q"))
        self.assertIn(b"\x1b[?1049h", shown)
