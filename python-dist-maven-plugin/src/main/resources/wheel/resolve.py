"""Finds sdists, and resolves sets of requirements, several at a time: python -I resolve.py request.json

Each set is resolved as wheels.py does it, in a process of its own, forked where pip is loaded already: to start Python
with pip takes longer than most resolutions. The answer to each is written as JSON to its "answer".

What is asked for comes from foreign packages: nothing of them is run here, and nothing is opened that is not a wheel of
the index.

Not in wheels.py: that decides what a build gives, and how versions are found does not.
"""

import importlib.util
import json
import os
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


wheels = load("wheels", os.path.join(HERE, "wheels.py"))


def take_wheels_alone():
    """pip itself follows URLs that a wheel requires, and runs what it finds there, whatever --only-binary says."""
    from pip._internal.cli import req_command
    from pip._internal.exceptions import InstallationError
    from pip._internal.operations.prepare import RequirementPreparer
    from pip._internal.req import req_file

    parsed, prepared = req_command.install_req_from_req_string, RequirementPreparer._prepare_linked_requirement

    def install_req_from_req_string(req_string, *others, **named):
        requirement = parsed(req_string, *others, **named)
        if requirement.link or getattr(requirement.req, "url", None):
            raise InstallationError(f"{req_string} is required, which names a place; only wheels of the index are taken")
        return requirement

    def _prepare_linked_requirement(self, req, *others, **named):
        if not req.link.is_wheel or req.link.is_vcs or req.editable:
            raise InstallationError(f"{req.link.filename} is no wheel; only wheels are taken")
        return prepared(self, req, *others, **named)

    req_command.install_req_from_req_string = install_req_from_req_string
    RequirementPreparer._prepare_linked_requirement = _prepare_linked_requirement
    # Variables of this machine are nobody's business.
    req_file.expand_env_variables = lambda lines: lines


def resolve(request):
    take_wheels_alone()
    # What each of them would import for itself.
    import pip._internal.cli.main
    import pip._internal.commands.install
    import pip._internal.resolution.resolvelib.resolver  # noqa: F401

    sys.stdout.flush()
    sys.stderr.flush()
    running = 0
    for item in request["sets"]:
        if running == request["jobs"]:
            os.wait()
            running -= 1
        if os.fork() == 0:
            apart({**item, "platform": request["platform"], "sdists": False})
        running += 1
    for _ in range(running):
        os.wait()
    return 0, {}


def apart(item):
    """Whatever becomes of it, the process ends here. One that leaves no answer has said why in its log."""
    code = 2
    try:
        log = os.open(item["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        try:
            code, answer = wheels.lock(item)
        except wheels.Refused as refused:
            code, answer = 0, {"refused": str(refused)}
        with open(item["answer"], "w", encoding="utf-8") as file:
            json.dump({**answer, "code": code}, file)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def digest_of(link, otherwise=wheels.digest_of):
    """Before 23.0 pip has the digests of links in HTML pages in another place than those in JSON."""
    if not link._hashes and link.hash_name == "sha256":
        return link.hash
    return otherwise(link)


def sdist(line, index, otherwise=wheels.sdist):
    """Whatever the index says of one package, the others are found."""
    try:
        return otherwise(line, index)
    except (wheels.Refused, ValueError):
        raise
    except Exception as error:
        traceback.print_exc()
        raise wheels.Refused(f"what the index says of it cannot be read: {type(error).__name__}: {error}") from error


wheels.digest_of = digest_of
wheels.sdist = sdist
wheels.COMMANDS["resolve"] = resolve

if __name__ == "__main__":
    sys.exit(wheels.main())
