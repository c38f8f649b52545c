"""What sysconfig says is true in every place and however the interpreter was started."""

import json

import places
from support import TREE, Case, imports

SAID = """if 1:
    IMPORTS
    values = sysconfig.get_config_vars()
    say = {"paths": sysconfig.get_paths(vars={"base": sys.base_prefix, "platbase": sys.base_prefix}, scheme="posix_prefix"),
           "variables": {name: value for name, value in values.items() if name not in ("userbase", "base", "platbase")},
           "header": sysconfig.get_config_h_filename(), "makefile": sysconfig.get_makefile_filename()}
    for path in [values[n] for n in ("INCLUDEPY", "LIBDIR", "LIBPL", "LIBPC", "BINDIR")] + [say["header"], say["makefile"], sys.executable]:
        assert os.path.exists(path), path
    print(json.dumps([sys.base_prefix, say]))
    """.replace("IMPORTS", imports("json", "os", "ssl", "sys", "sysconfig"))


class Sysconfig:

    def test_sysconfig_is_true(self):
        place, said = json.loads(self.start("-c", SAID))
        self.assertIn(place, (str(self.tree), str(self.tree.resolve())))
        _, wanted = json.loads(self.run_python(SAID))
        self.assertEqual(self.neutral(said, place, str(self.tree.resolve())), self.neutral(wanted, str(TREE)))

    def neutral(self, said, *places):
        text = json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False)
        for place in places:
            text = text.replace(place, "TREE")
        return text


class OnAReadOnlyMount(Sysconfig, places.OnAReadOnlyMount): pass
class InAPathWithSpaces(Sysconfig, places.InAPathWithSpaces): pass
class InAReadOnlyTree(Sysconfig, places.InAReadOnlyTree): pass
class ThroughALinkedDirectory(Sysconfig, places.ThroughALinkedDirectory): pass
class ByBareName(Sysconfig, places.ByBareName): pass
class ByAnotherName(Sysconfig, places.ByAnotherName): pass


class InAVirtualEnvironment(places.InAVirtualEnvironment):

    def test_sysconfig_names_the_tree(self):
        """Headers and libraries are the tree's, what is installed goes into the virtual environment."""
        code = ("import json, sysconfig; v = sysconfig.get_config_vars(); p = sysconfig.get_paths()\n"
                "print(json.dumps([v['INCLUDEPY'], v['LIBDIR'], p['include'], p['purelib'], p['scripts']]))")
        paths = json.loads(self.start("-c", code))
        for path, place in zip(paths, [self.tree] * 3 + [self.work / "virtual"] * 2):
            self.assertTrue(path.startswith(f"{place}/"), path)
