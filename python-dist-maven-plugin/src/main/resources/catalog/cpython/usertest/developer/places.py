"""Where the distribution may stand, and how it may be started."""

import os
import stat

from support import PYTHON, TREE, Case, environment


class Place(Case):
    """Gives `python`, the path that build tools are told, and `tree`, where what they find must be. Names are plain ASCII,
    because pkg-config escapes other letters byte by byte, which Meson cannot read; the self-test has such names."""

    folder_name = "user test "

    def setUp(self):
        self.work = self.folder()
        self.tree, self.python = TREE, PYTHON
        self.env = environment(PIP_NO_INDEX="1", PIP_DISABLE_PIP_VERSION_CHECK="1", PKG_CONFIG_PATH=str(TREE / "lib/pkgconfig"))

    def start(self, *arguments, **options):
        return self.run_command(*self.command(), *arguments, env=self.env, **options)

    def command(self):
        return [self.python]

    def stand(self, tree):
        self.tree, self.python = tree, tree / "bin" / "python3"
        self.env["PKG_CONFIG_PATH"] = str(tree / "lib/pkgconfig")


class OnAReadOnlyMount(Place):

    def setUp(self):
        super().setUp()
        self.assertTrue(os.statvfs(TREE).f_flag & os.ST_RDONLY or not os.access(TREE, os.W_OK), "the tree can be written to")


class InAPathWithSpaces(Place):

    def setUp(self):
        super().setUp()
        self.stand(self.copy("and there"))


class InAReadOnlyTree(Place):

    def setUp(self):
        super().setUp()
        self.stand(self.copy("and there"))
        for where, _, names in os.walk(self.tree, topdown=False):
            for path in [*(os.path.join(where, name) for name in names), where]:
                if not os.path.islink(path):
                    os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) & ~0o222)


class ThroughALinkedDirectory(Place):

    def setUp(self):
        super().setUp()
        link = self.work / "linked directory"
        link.symlink_to(TREE)
        self.stand(link)


class ByBareName(Place):

    def command(self):
        self.env["PATH"] = f"{TREE / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return ["sh", "-c", 'exec python3 "$@"', "sh"]


class ByAnotherName(Place):

    def setUp(self):
        self.need_proc()
        super().setUp()

    def command(self):
        return ["bash", "-c", f'exec -a "no such name" "{PYTHON}" "$@"', "bash"]


class InAVirtualEnvironment(Place):

    def setUp(self):
        super().setUp()
        self.stand(self.copy("and there"))
        self.run_command(self.python, "-I", "-m", "venv", "--without-pip", self.work / "virtual", env=self.env)
        self.python = self.work / "virtual" / "bin" / "python"
