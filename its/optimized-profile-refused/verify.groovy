def log = new File(basedir, 'build.log').text

// None named: how to get one.
assert log.contains("The optimization 'pgo+thinlto' needs the profile of a training run, and none is named")
assert log.contains('io.github.pythondist:python-dist-maven-plugin:profile')
// Named without its digest.
assert log.contains('The profile other.profile.tar.zst is named without its SHA-256')
// Another file than the pinned one, with both digests.
assert log.contains('is not the pinned one')
assert log.contains('SHA-256 expected: ' + '0' * 64)
// Trained for something else: every difference.
assert log.contains('The profile other.profile.tar.zst was trained for something else')
assert log.contains("CPython: trained with 3.12.1, to be built with ${cpythonVersion.replaceAll('-.*', '')}")
assert log.contains("ABI flags: trained with 't', to be built with ''")
assert log =~ /compiler: trained with clang-18 1:18\.1\.8-1, to be built with clang-19 \S+/
// Coordinates that no repository has.
assert log.contains('Cannot resolve the profile org.example:nowhere:profile.tar.zst:linux-x86_64:1.0')
// An optimization that the catalog does not know.
assert log.contains("Unknown optimization 'fast'")
assert log.contains('known: none, pgo, pgo+thinlto, pgo+lto')

assert log.count('BUILD FAILURE') == 6
assert !log.contains('Exception:')
// Nothing was fetched or compiled.
assert !new File(basedir, 'target/cache/sources').exists()
assert !new File(basedir, 'target/cache/steps').exists()
return true
