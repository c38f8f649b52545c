"""The part of MSBuild's language that CPython's Visual Studio projects are written in.

Evaluates a project as MSBuild does: first all properties, then the defaults of items, then the items, each in the order
of the file with what it imports. What is not known here is an error that names the file and the construct, so that a new
CPython cannot be built without a part of what its authors meant.
"""

import pathlib
import re
import xml.etree.ElementTree as ElementTree

NAMESPACE = "{http://schemas.microsoft.com/developer/msbuild/2003}"

# Imports that are Visual Studio's own, and what only makes files that a source release has already.
OTHERS = re.compile(r"\$\(VCTargetsPath\)\\|regen\.targets$")

# Steps of a build that are done otherwise, or not at all: messages, checks of Microsoft's tools, copies, signatures.
TARGETS = {
    "Build", "Clean", "CleanAll", "CopyPGCFiles", "CopyPGORT", "CopyTclTkLib", "FindPythonForBuild",
    "FindVCRedistDir", "FindVCRuntime",
    "GeneratePyBuildDirTxt", "GeneratePythonBat", "KillPython", "Rebuild", "RebuildAll", "ShowVersionInfo", "ValidateUcrtbase",
    "_CheckWindowsSDKFound", "_CleanLIBFFIDLL", "_CleanPyconfig", "_CleanSSLDLL", "_CleanVCRuntime", "_CopyLIBFFIDLL",
    "_CopyPyconfig", "_CopySSLDLL", "_CopyVCRuntime", "_DeletePyBuildDirTxt", "_GetBuildInfo", "_SignBuild",
    "_TriggerPostRegen", "_TriggerRegen", "_UpdatePyconfig", "_WarnAboutToolset", "_WarnAboutZlib",
}


class ProjectError(Exception):
    """What a project says is not understood."""


class Misplaced(Exception):
    """A condition has one thing in the place of another."""


class Unknown(str):
    """The text of a value that only MSBuild could compute; harmless as long as nobody asks for it."""


def tag(element):
    return element.tag.removeprefix(NAMESPACE)


class Evaluation:
    """A project file and what it imports, evaluated."""

    def __init__(self, path, given):
        """given: properties that hold whatever the files say, as with MSBuild's /property."""
        self.path = path
        self.given = {name.lower() for name in given}
        self.properties = {name.lower(): value for name, value in given.items()}
        self.properties.setdefault("projectname", path.stem)
        self.properties.setdefault("msbuildprojectname", path.stem)
        self.defaults = {}
        self.items = []
        self.imports = []
        self.file = path
        tops = list(self.tops(path))
        for self.file, element in tops:
            if tag(element) == "ItemDefinitionGroup" and self.holds(element):
                self.definition_group(element)
        for self.file, element in tops:
            if tag(element) == "ItemGroup" and self.holds(element):
                self.item_group(element)
        self.file = path

    def fail(self, what):
        raise ProjectError(f"{self.file.name}: {what}")

    def root(self, path):
        self.file = path
        try:
            root = ElementTree.parse(path).getroot()
        except OSError as error:
            self.fail(f"cannot be read: {error.strerror}")
        except (ElementTree.ParseError, ValueError) as error:      # ValueError: an encoding that is none
            self.fail(f"no proper XML: {error}")
        if tag(root) != "Project":
            self.fail(f"its root is <{tag(root)}> and not <Project>")
        return root

    def only(self, element, *attributes):
        """An attribute that is not known may say that something else is meant."""
        for name in element.keys():
            if name not in ("Condition", "Label", *attributes):
                self.fail(f"unknown attribute {name} of <{tag(element)}>")

    def tops(self, path):
        """Evaluates properties and imports; the groups of items in order, with their files, are for the next passes."""
        self.imports.append(path.resolve())
        for element in self.root(path):
            self.file = path
            name = tag(element)
            if name == "PropertyGroup":
                self.property_group(element)
            elif name in ("ItemDefinitionGroup", "ItemGroup"):
                yield path, element
            elif name == "Import":
                yield from self.imported(path, element)
            elif name == "ImportGroup":
                self.only(element)
                if self.holds(element):
                    for child in element:
                        yield from self.imported(path, child)
            elif name == "Target":
                if element.get("Name") not in TARGETS:
                    self.fail(f"unknown target {element.get('Name')}")
            elif name not in ("UsingTask", "ProjectExtensions"):
                self.fail(f"unknown element <{name}>")

    def imported(self, path, element):
        self.file = path
        if tag(element) != "Import":
            self.fail(f"unknown element <{tag(element)}> in <ImportGroup>")
        self.only(element, "Project")
        project = element.get("Project")
        if not project:
            self.fail("an <Import> does not say of what")
        if OTHERS.search(project) or not self.holds(element):
            return
        wanted = (path.parent / self.known(self.expand(project), "an import").replace("\\", "/")).resolve()
        if not wanted.is_relative_to(self.path.parent.resolve()):
            self.fail(f"imports {project}, which is not in {self.path.parent.name}")
        if not wanted.is_file():
            self.fail(f"imports {project}, which is not there")
        if wanted in self.imports:
            self.fail(f"imports {project} a second time")
        yield from self.tops(wanted)

    def property_group(self, group):
        self.only(group)
        if not self.holds(group):
            return
        for element in group:
            self.only(element)
            if len(element):
                self.fail(f"the property {tag(element)} has elements inside")
            name = tag(element).lower()
            if name not in self.given and self.holds(element):
                self.properties[name] = self.expand(element.text or "")

    def definition_group(self, group):
        self.only(group)
        for item in group:
            self.only(item)
            if self.holds(item):
                known = self.defaults.setdefault(tag(item), {})
                self.metadata(item, known)

    def metadata(self, item, known):
        for element in item:
            self.only(element)
            if self.holds(element):
                name = tag(element)
                previous = known.get(name, "")
                known[name] = self.expand((element.text or "").replace(f"%({name})", previous))

    def item_group(self, group):
        self.only(group)
        for item in group:
            self.only(item, "Include")
            if "Include" not in item.keys():
                self.fail(f"a <{tag(item)}> does not include anything")
            if not self.holds(item):
                continue
            known = dict(self.defaults.get(tag(item), {}))
            self.metadata(item, known)
            names = self.expand(item.get("Include"))
            for include in names.split(";"):
                if include.strip():
                    # Of a text that is not known the parts are not, either.
                    self.items.append((tag(item), type(names)(include.strip()), known))

    # --- texts

    def balanced(self, text, start):
        """The index behind the parenthesis that closes the one at start."""
        depth = 0
        for index in range(start, len(text)):
            depth += {"(": 1, ")": -1}.get(text[index], 0)
            if depth == 0:
                return index + 1
        return self.fail(f"unbalanced parentheses: {text}")

    def expand(self, text):
        """The text with $(...) replaced; Unknown where something in it would have to be computed by MSBuild."""
        result, index, unknown = "", 0, False
        while (start := text.find("$(", index)) >= 0:
            end = self.balanced(text, start + 1)
            value = self.value(text[start + 2:end - 1])
            unknown = unknown or isinstance(value, Unknown)
            result += text[index:start] + value
            index = end
        result += text[index:]
        return Unknown(text) if unknown else result

    def value(self, inside):
        if found := re.fullmatch(r"\w+", inside):
            return self.properties.get(found[0].lower(), "")
        found = re.fullmatch(r"(\w+)\.(\w+)\((.*)\)", inside, re.S)
        if not found:
            return Unknown(inside)
        owner = self.properties.get(found[1].lower(), "")
        words = [self.expand(word.strip().strip("`'\"")) for word in found[3].split(",")]
        if isinstance(owner, Unknown) or any(isinstance(word, Unknown) for word in words):
            return Unknown(inside)
        try:
            return self.call(owner, found[2], words)
        except ValueError:
            return self.fail(f"a function cannot be computed: $({inside})")

    @staticmethod
    def call(owner, function, words):
        """A method of .NET's strings; Unknown if it is none of those that are known here."""
        match function, words:
            case "StartsWith", [start]:
                return str(owner.startswith(start)).lower()
            case "EndsWith", [end]:
                return str(owner.endswith(end)).lower()
            case "Contains", [part]:
                return str(part in owner).lower()
            case "LastIndexOf", [part]:
                return str(owner.rindex(part))
            case "Substring", [start]:
                return owner[int(start):]
            case "Substring", [start, length]:
                return owner[int(start):int(start) + int(length)]
        return Unknown(f"{owner}.{function}({', '.join(words)})")

    def known(self, text, what):
        """A text for use: MSBuild's functions are not for us."""
        if isinstance(text, Unknown):
            self.fail(f"{what} would have to be computed: {text}")
        return text

    # --- conditions

    def holds(self, element):
        condition = element.get("Condition")
        if condition is None:
            return True
        tokens = self.tokens(condition)
        try:
            result = self.either(tokens)
        except IndexError:
            self.fail(f"condition not understood at its end: {condition}")
        except (RecursionError, Misplaced):
            self.fail(f"condition not understood: {condition[:1000]}")
        if tokens:
            self.fail(f"condition not understood behind its first part: {condition}")
        return result

    def tokens(self, condition):
        tokens, index = [], 0
        while index < len(condition):
            rest = condition[index:]
            if found := re.match(r"\s+", rest):
                pass
            elif found := re.match(r"==|!=|!|\(|\)", rest):
                tokens.append(found[0])
            elif found := re.match(r"(?:and|or)\b", rest, re.I):
                tokens.append(found[0].lower())
            elif found := re.match(r"(?:Exists|HasTrailingSlash)(?=\()", rest, re.I):
                tokens.append(found[0].lower())
            elif found := re.match(r"'([^']*)'", rest):
                if re.search(r"[@%]\(", found[1]):
                    self.fail(f"the condition {condition} asks for items")
                tokens.append(("text", self.known(self.expand(found[1]), f"the condition {condition}")))
            elif rest.startswith("$("):
                end = self.balanced(condition, index + 1)
                tokens.append(("text", self.known(self.expand(condition[index:end]), f"the condition {condition}")))
                index = end
                continue
            elif found := re.match(r"[\w.]+", rest):
                tokens.append(("text", found[0]))
            else:
                self.fail(f"condition not understood at {rest!r}: {condition}")
            index += len(found[0])
        return tokens

    def either(self, tokens):
        result = self.both(tokens)
        while tokens and tokens[0] == "or":
            tokens.pop(0)
            other = self.both(tokens)
            result = result or other
        return result

    def both(self, tokens):
        result = self.one(tokens)
        while tokens and tokens[0] == "and":
            tokens.pop(0)
            other = self.one(tokens)
            result = result and other
        return result

    def one(self, tokens):
        token = tokens.pop(0)
        if token == "!":
            return not self.one(tokens)
        if token == "(":
            result = self.either(tokens)
            self.closing(tokens)
            return result
        if token in ("exists", "hastrailingslash"):
            tokens.pop(0)
            text = self.text(tokens)
            self.closing(tokens)
            if token == "hastrailingslash":
                return text.endswith(("\\", "/"))
            return (self.file.parent / pathlib.PureWindowsPath(text).as_posix().lstrip("/")).exists()
        left = self.text([token])
        if tokens and tokens[0] in ("==", "!="):
            operator = tokens.pop(0)
            right = self.text(tokens)
            return (left.lower() == right.lower()) == (operator == "==")
        if left.lower() not in ("true", "false", ""):
            self.fail(f"'{left}' is neither true nor false")
        return left.lower() == "true"

    @staticmethod
    def text(tokens):
        token = tokens.pop(0)
        if not isinstance(token, tuple):
            raise Misplaced
        return token[1]

    @staticmethod
    def closing(tokens):
        if tokens.pop(0) != ")":
            raise Misplaced
