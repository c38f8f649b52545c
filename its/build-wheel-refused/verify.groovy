context.get('server').stop(0)

def logs = new File(basedir, 'build.log').text.split('Scanning for projects')
def says = { int number, String... texts ->
    def missing = texts.findAll { !logs[number].contains(it) }
    assert missing.empty: "build ${number} does not say ${missing}"
    def trace = logs[number].contains('\tat ')
    assert !trace: "build ${number} shows a stack trace"
}
says(1, 'There is no Python project in', 'projects/empty', 'it has no pyproject.toml', '<packageDirectory>')
says(2, 'No wheel can be made of failing: the backend backend failed in build_wheel', 'RuntimeError: the moon is not full', 'build-wheel/build.log')
says(3, 'build_wheel says that it made twice-1.0-py3-none-any.whl, and made other-1.0-py3-none-any.whl, twice-1.0-py3-none-any.whl')
says(4, 'pyproject.toml calls the project misnamed, and the wheel is somebody_else-1.0-py3-none-any.whl')
says(5, 'What building unlocked requires is not locked', 'required: wheelmaker >= 2', 'mvn python-dist:lock -Dpython-dist.build')
says(6, 'Building demanding requires what', 'pylock.build.toml does not lock', 'wheelmaker >= 2', '[build-system] requires')
says(7, 'the backend no_such_backend cannot be imported', 'backend-path')
says(8, "hostile-1.0-py3-none-any.whl is refused: its entry '../evil.py' leads out of it")
says(9, 'did not end within 3.0 s')
says(10, 'No wheel can be made of curious', 'Connection refused')
assert context.get('asked').empty
says(11, 'build backend', '3 s')
says(12, 'No wheel can be made of misspelt', "bad.c:1:18: error", 'retrun')
says(13, "There is no build environment 'docker'", 'auto, none, namespaces, chroot or host')
says(14, 'made as its wheel is no file in', 'linking-1.0-py3-none-any.whl')
says(15, 'Built escaping-1.0-py3-none-any.whl')
assert !new File(basedir, 'escaped').exists()
says(16, 'Built good-1.0-py3-none-any.whl')

// Of what went wrong nothing is left beside the logs.
assert new File(basedir, 'target').list().sort() == ['good-1.0-py3-none-any.whl', 'python-dist']
