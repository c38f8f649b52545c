package io.github.pythondist.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.bundle.BundleRequest.Form;
import io.github.pythondist.bundle.BundleRequest.JavaApplication;
import io.github.pythondist.bundle.BundleRequest.JavaPart;
import io.github.pythondist.bundle.BundleRequest.Output;
import io.github.pythondist.bundle.BundleRequest.Project;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.PythonRunner;
import io.github.pythondist.files.Digest;
import io.github.pythondist.layout.BundleIndex;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.runtime.Python;
import io.github.pythondist.runtime.PythonBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an interpreter of another platform, which is not run; the stories bundle a real one. */
@DisplayName("A bundle")
final class BundlerTest {

    private static final String PLATFORM = "linux-riscv64";

    @TempDir
    private Path temp;

    private Path home;
    private Path sources;
    private InterpreterHome python;
    private final SortedMap<String, String> scripts = new TreeMap<>();

    @BeforeEach
    void makeInterpreter() throws IOException {
        home = temp.resolve("store/python");
        program("bin/python3.13", "no program of this machine");
        Files.createSymbolicLink(home.resolve("bin/python3"), Path.of("python3.13"));
        file("lib/libpython3.13.so.1.0", "a library");
        file("lib/python3.13/os.py", "");
        file("lib/python3.13/site-packages/pip/__init__.py", "");
        file("lib/python3.13/site-packages/pip-25.1.dist-info/METADATA", "Name: pip\nVersion: 25.1\n");
        file(
                "lib/python3.13/site-packages/pip-25.1.dist-info/RECORD",
                "pip/__init__.py,,\npip-25.1.dist-info/METADATA,,\n../../../bin/pip,,\npip-25.1.dist-info/RECORD,,\n");
        program("bin/pip", "#!/bin/sh\n");
        file("licenses/zlib/LICENSE", "the licence of zlib");
        sources = temp.resolve("src");
        Files.createDirectories(sources.resolve("service/__pycache__"));
        Files.writeString(sources.resolve("service/main.py"), "def run():\n    pass\n");
        Files.writeString(sources.resolve("service/__pycache__/main.cpython-313.pyc"), "of this machine");
        describe(PLATFORM);
    }

    private void describe(String platform) throws IOException {
        DistributionDescription description = new DistributionDescription(
                1,
                "cpython-3.13",
                "3.13.5-1",
                "3.13.5",
                platform,
                null,
                null,
                "bin/python3.13",
                "lib/libpython3.13.so.1.0",
                "lib/python3.13",
                "cp313",
                List.of(),
                null,
                List.of(),
                List.of(new DistributionDescription.Component("zlib", "1.3.1", "Zlib", null)),
                null,
                null,
                List.of());
        Files.write(home.resolve("python-dist.json"), description.toJson());
        python = new InterpreterHome(home, Digest.ofText("archive"), description);
    }

    /** The layout of Windows: an interpreter that is never run here. */
    private void windows(String stdlib) throws IOException {
        home = temp.resolve("windows/python");
        program("python.exe", "MZ");
        file("python313.dll", "the interpreter");
        file("libs/python313.lib", "for linkers");
        file("licenses/zlib/LICENSE", "the licence of zlib");
        DistributionDescription description = new DistributionDescription(
                1,
                "cpython-3.13",
                "3.13.5-1",
                "3.13.5",
                "windows-x86_64",
                null,
                null,
                "python.exe",
                "python313.dll",
                stdlib,
                "cp313",
                List.of(),
                null,
                List.of(),
                List.of(new DistributionDescription.Component("zlib", "1.3.1", "Zlib", null)),
                null,
                null,
                List.of());
        file("python-dist.json", new String(description.toJson(), StandardCharsets.UTF_8));
        python = new InterpreterHome(home, Digest.ofText("archive"), description);
    }

    private Path nativeWheel() throws IOException {
        return new WheelMaker("greet", "1.0", "cp313-cp313-win_amd64")
                .info("entry_points.txt", "[console_scripts]\ngreet = greet:hello\n")
                .data("scripts/old-greet", "#!python\nimport greet\n")
                .data("headers/greet.h", "int greet;")
                .write(temp);
    }

    private Path file(String path, String content) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        return Files.writeString(file, content);
    }

    private void program(String path, String content) throws IOException {
        Files.setPosixFilePermissions(file(path, content), PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    private BundleRequest request(String work, List<Path> wheels, Form... forms) {
        List<Output> outputs = List.of(forms).stream()
                .map(form -> new Output(form, temp.resolve(work + "-out-" + form.word())))
                .toList();
        return new BundleRequest(
                "service",
                new Project("org.example", "service", "1.0"),
                "io.github.pythondist",
                python,
                null,
                wheels,
                List.of(sources),
                scripts,
                null,
                List.of(),
                true,
                true,
                1_767_225_600L,
                outputs,
                temp.resolve(work));
    }

    private static BundleRequest changed(BundleRequest request, @Nullable Path environment, boolean libpython) {
        return new BundleRequest(
                request.name(),
                request.project(),
                request.pythonGroupId(),
                request.python(),
                environment,
                request.wheels(),
                request.sources(),
                request.scripts(),
                request.application(),
                request.modules(),
                libpython,
                request.bytecode(),
                request.epochSecond(),
                request.outputs(),
                request.workDirectory());
    }

    private static BundleResult bundle(BundleRequest request) {
        return new Bundler(new PythonRunner(), new TreeArchiver()).bundle(request, Progress.NONE);
    }

    @Test
    @DisplayName("for Windows has packages, programs and headers where Windows looks for them, and keeps the library")
    void forWindows() throws IOException {
        windows("Lib");
        file("Lib/site-packages/pip-25.1.dist-info/RECORD", "../../Scripts/pip.exe,,\n");
        file("Lib/site-packages/pip-25.1.dist-info/METADATA", "Name: pip\nVersion: 25.1\n");
        file("Scripts/pip.exe", "MZ");
        scripts.put("serve", "service.main:run");

        BundleResult result = bundle(changed(request("work", List.of(nativeWheel()), Form.ZIP), null, false));

        Path tree = result.tree();
        assertThat(tree.resolve("python/Lib/site-packages/greet-1.0.dist-info/RECORD"))
                .content()
                .contains(
                        "../../Scripts/greet.cmd,",
                        "../../Scripts/greet-script.py,",
                        "../../Scripts/old-greet.cmd,",
                        "../../include/greet/greet.h,");
        assertThat(tree.resolve("python/Scripts/greet.cmd"))
                .content()
                .isEqualTo("@\"%~dp0..\\python.exe\" \"%~dp0greet-script.py\" %*\n");
        assertThat(tree.resolve("python/Scripts/greet-script.py")).content().contains("from greet import hello");
        assertThat(tree.resolve("bin/serve.cmd"))
                .content()
                .startsWith("@\"%~dp0..\\python\\python.exe\" \"%~dp0serve-script.py\"");
        assertThat(tree.resolve("python/Lib/site-packages/python-dist-bundle.pth"))
                .hasContent("../../../app\n");
        assertThat(tree.resolve("python/python313.dll")).exists();
        assertThat(tree.resolve("python/libs")).doesNotExist();
        assertThat(BundleIndex.parse(Files.readString(tree.resolve(BundleIndex.FILE_NAME)), "x")
                        .executable())
                .isEqualTo("python/python.exe");
    }

    @Test
    @DisplayName("of an embeddable package names what it brought in the one file that says where modules are")
    void ofAnEmbeddablePackage() throws IOException {
        windows("python313.zip");
        file("python313.zip", "PK");
        file("python313._pth", "python313.zip\n.\n\n# Without this line\n#import site\n");

        Path tree = bundle(request("work", List.of(nativeWheel()), Form.ZIP)).tree();

        assertThat(tree.resolve("python/python313._pth"))
                .hasContent("python313.zip\n.\nLib/site-packages\n../app\n\n# Without this line\n#import site\n");
        assertThat(tree.resolve("python/Lib/site-packages/greet-1.0.dist-info")).isDirectory();
        assertThat(tree.resolve("python/Lib/site-packages/python-dist-bundle.pth"))
                .doesNotExist();
    }

    @Test
    @DisplayName("for Windows takes what an environment of another system has, programs as Windows has them")
    void ofAnotherSystemsEnvironment() throws IOException {
        windows("Lib");
        Files.createDirectories(home.resolve("Lib/site-packages"));
        Path environment = temp.resolve("environment");
        Path packages = environment.resolve("lib/python3.13/site-packages");
        Path info = Files.createDirectories(packages.resolve("greet-1.0.dist-info"));
        Files.writeString(environment.resolve("pyvenv.cfg"), "");
        Files.createDirectories(environment.resolve("bin"));
        Files.createDirectories(environment.resolve("share"));
        Files.writeString(environment.resolve("bin/greet"), "#!" + environment + "/bin/python\nimport greet\n");
        Files.writeString(environment.resolve("share/greet.txt"), "hello");
        Files.writeString(packages.resolve("greet.py"), "");
        Files.writeString(info.resolve("METADATA"), "Name: greet\nVersion: 1.0\n");
        Files.writeString(info.resolve("WHEEL"), "Tag: py3-none-any\n");
        Files.writeString(
                info.resolve("RECORD"),
                "greet.py,,\ngreet-1.0.dist-info/METADATA,,\ngreet-1.0.dist-info/WHEEL,,\n../../../bin/greet,,\n../../../share/greet.txt,,\n");

        Path tree = bundle(changed(request("work", List.of(), Form.ZIP), environment, true))
                .tree();

        assertThat(tree.resolve("python/Scripts/greet.cmd")).exists();
        assertThat(tree.resolve("python/Scripts/greet-script.py")).hasContent("import greet\n");
        assertThat(tree.resolve("python/share/greet.txt")).hasContent("hello");
        assertThat(tree.resolve("python/Lib/site-packages/greet.py")).exists();
        assertThat(tree.resolve("bin")).doesNotExist();
    }

    @Test
    @DisplayName("has interpreter, packages, sources and launchers, and says what was not checked")
    void hasAll() throws IOException {
        scripts.put("serve", "service.main:run");
        Path wheel = new WheelMaker("greet", "1.0", "py3-none-any")
                .info("entry_points.txt", "[console_scripts]\ngreet = greet:hello\n\n[other]\nx = y:z\n")
                .info("licenses/LICENSE", "MIT, says greet")
                .data("scripts/old-greet", "#!python\nimport greet\n")
                .data("data/share/greet/words.txt", "hello")
                .write(temp.resolve("wheels"));
        BundleResult result = bundle(request("work", List.of(wheel), Form.DIRECTORY));

        assertThat(result.notChecked()).hasSize(3).allSatisfy(what -> assertThat(what)
                .contains("it is for " + PLATFORM));
        Path top = temp.resolve("work-out-directory");
        Path site = top.resolve("python/lib/python3.13/site-packages");
        assertThat(site.resolve("greet/__init__.py")).content().contains("hello from greet");
        assertThat(site.resolve("python-dist-bundle.pth")).hasContent("../../../../app");
        assertThat(site.resolve("../../../../app/service/main.py")).isRegularFile();
        assertThat(top.resolve("app/service/__pycache__")).doesNotExist();
        assertThat(top.resolve("bin/serve")).isExecutable().content().contains("/../python/bin/python3.13\"");
        assertThat(top.resolve("python/bin/greet")).isExecutable().content().contains("from greet import hello");
        assertThat(top.resolve("python/bin/old-greet")).isExecutable().content().startsWith("#!/bin/sh\n");
        assertThat(top.resolve("python/share/greet/words.txt")).hasContent("hello");
        assertThat(top.resolve("licenses/zlib/LICENSE")).hasContent("the licence of zlib");
        assertThat(top.resolve("licenses/python-greet/licenses/LICENSE")).hasContent("MIT, says greet");
        assertThat(top.resolve("licenses/licenses.tsv")).content().contains("greet\t1.0\tMIT\tpython-greet/\n");
        assertThat(top.resolve("sbom.cdx.json")).content().contains("pkg:pypi/greet@1.0", "\"name\" : \"zlib\"");
        // pip reads it when somebody uninstalls.
        assertThat(site.resolve("greet-1.0.dist-info/RECORD"))
                .content()
                .contains("../../../bin/greet,sha256=", "../../../share/greet/words.txt,sha256=")
                .contains("greet-1.0.dist-info/RECORD,,");
        DistributionDescription described =
                DistributionDescription.parse(Files.readAllBytes(top.resolve("python/python-dist.json")), "it");
        assertThat(described.files())
                .extracting("path")
                .contains("bin/greet", "bin/python3")
                .doesNotContain("x");
    }

    @Test
    @DisplayName("is the same bytes from other places, and is not made again when nothing changed")
    void isReproducible() throws IOException {
        Path wheel = new WheelMaker("greet", "1.0", "py3-none-any").write(temp.resolve("wheels"));
        Form[] forms = {Form.TAR_ZST, Form.TAR_GZ, Form.ZIP};
        bundle(request("first", List.of(wheel), forms));
        bundle(request("second", List.of(wheel), forms));
        for (Form form : forms) {
            assertThat(temp.resolve("second-out-" + form.word()))
                    .hasSameBinaryContentAs(temp.resolve("first-out-" + form.word()));
        }

        assertThat(bundle(request("first", List.of(wheel), forms)).upToDate()).isTrue();
        Files.writeString(sources.resolve("service/more.py"), "");
        assertThat(bundle(request("first", List.of(wheel), forms)).upToDate()).isFalse();
        Files.delete(temp.resolve("first-out-zip"));
        assertThat(bundle(request("first", List.of(wheel), forms)).upToDate()).isFalse();
    }

    @Test
    @DisplayName("is what the runtime unpacks")
    void isWhatTheRuntimeUnpacks() throws IOException {
        // For this machine, with an interpreter that has no complaints.
        program("bin/python3.13", "#!/bin/sh\n");
        describe(HostPlatform.detect().classifier());
        BundleResult result = bundle(request("work", List.of(), Form.ZIP));
        assertThat(result.notChecked()).isEmpty();

        Python unpacked = PythonBundle.inArchive(temp.resolve("work-out-zip"))
                .withCacheDirectory(temp.resolve("cache"))
                .unpack();
        assertThat(unpacked.verify()).isEmpty();
        assertThat(unpacked.executable()).isExecutable();
        assertThat(unpacked.libpython().orElseThrow()).hasContent("a library");
        assertThat(unpacked.home().resolve("bin/python3")).isSymbolicLink();
    }

    @Test
    @DisplayName("takes the packages of an environment by their RECORD, without what is this machine's")
    void takesAnEnvironment() throws IOException {
        Path environment = temp.resolve("env");
        Path site = environment.resolve("lib/python3.13/site-packages");
        Path info = Files.createDirectories(site.resolve("greet-1.0.dist-info"));
        Files.createDirectories(site.resolve("greet/__pycache__"));
        Files.createDirectories(environment.resolve("bin"));
        Files.writeString(environment.resolve("pyvenv.cfg"), "home = /somewhere\n");
        Files.writeString(site.resolve("greet/__init__.py"), "");
        Files.writeString(site.resolve("greet/__pycache__/__init__.cpython-313.pyc"), "");
        Files.writeString(site.resolve("unknown.pth"), "/etc");
        Files.writeString(info.resolve("METADATA"), "Name: greet\nVersion: 1.0\n");
        Files.writeString(info.resolve("direct_url.json"), "{\"url\": \"file:///home/me/greet.whl\"}");
        Files.writeString(environment.resolve("bin/greet"), "#!" + environment + "/bin/python3.13\nimport greet\n");
        Files.writeString(info.resolve("RECORD"), """
                greet/__init__.py,,
                greet/__pycache__/__init__.cpython-313.pyc,,
                greet-1.0.dist-info/METADATA,,
                greet-1.0.dist-info/direct_url.json,,
                ../../../bin/greet,,
                greet-1.0.dist-info/RECORD,,
                """);
        bundle(with(request("work", List.of(), Form.DIRECTORY), environment));

        Path top = temp.resolve("work-out-directory");
        Path bundled = top.resolve("python/lib/python3.13/site-packages");
        assertThat(bundled.resolve("greet/__init__.py")).isRegularFile();
        assertThat(bundled.resolve("greet/__pycache__")).doesNotExist();
        assertThat(bundled.resolve("unknown.pth")).doesNotExist();
        assertThat(bundled.resolve("greet-1.0.dist-info/direct_url.json")).doesNotExist();
        assertThat(top.resolve("python/bin/greet"))
                .content()
                .startsWith("#!/bin/sh\n")
                .doesNotContain(environment.toString());

        Files.writeString(info.resolve("direct_url.json"), "{\"dir_info\": {\"editable\": true}}");
        assertThatThrownBy(() -> bundle(with(request("work", List.of(), Form.DIRECTORY), environment)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("greet-1.0.dist-info is installed in editable form");
        Files.delete(info.resolve("direct_url.json"));
        Files.writeString(info.resolve("WHEEL"), "Tag: cp313-cp313-manylinux_2_17_x86_64\n");
        assertThatThrownBy(() -> bundle(with(request("work", List.of(), Form.DIRECTORY), environment)))
                .hasMessageContaining("is not for CPython 3.13 on " + PLATFORM);
        Files.delete(info.resolve("WHEEL"));
        Files.delete(site.resolve("greet/__init__.py"));
        Files.writeString(info.resolve("RECORD"), "greet/__init__.py,,\ngreet-1.0.dist-info/METADATA,,\n");
        assertThatThrownBy(() -> bundle(with(request("work", List.of(), Form.DIRECTORY), environment)))
                .hasMessageContaining("is not whole");
    }

    private static BundleRequest with(BundleRequest request, Path environment) {
        return new BundleRequest(
                request.name(),
                request.project(),
                request.pythonGroupId(),
                request.python(),
                environment,
                request.wheels(),
                request.sources(),
                request.scripts(),
                null,
                request.modules(),
                request.libpython(),
                request.bytecode(),
                request.epochSecond(),
                request.outputs(),
                request.workDirectory());
    }

    @Test
    @DisplayName("has a package that was asked for instead of the interpreter's own")
    void replacesThePackageOfTheInterpreter() throws IOException {
        Path wheel = new WheelMaker("pip", "99.0", "py3-none-any").write(temp.resolve("wheels"));
        bundle(request("work", List.of(wheel), Form.DIRECTORY));
        Path site = temp.resolve("work-out-directory/python/lib/python3.13/site-packages");
        assertThat(site.resolve("pip-25.1.dist-info")).doesNotExist();
        assertThat(site.resolve("pip-99.0.dist-info/METADATA")).exists();
        assertThat(site.resolve("pip/__init__.py")).content().contains("hello from pip");
        assertThat(temp.resolve("work-out-directory/python/bin/pip")).doesNotExist();
    }

    @Test
    @DisplayName("starts a Java application with its class path in order")
    void startsJava() throws IOException {
        Path jar = Files.writeString(temp.resolve("app.jar"), "a jar");
        Path other =
                Files.writeString(Files.createDirectories(temp.resolve("other")).resolve("app.jar"), "another");
        BundleRequest plain = request("work", List.of(), Form.DIRECTORY);
        JavaApplication application = new JavaApplication(
                "example.Main",
                List.of(
                        new JavaPart(jar, "org.example", "app", "1.0", ""),
                        new JavaPart(other, "org.other", "app", "2.0", "")));
        bundle(new BundleRequest(
                plain.name(),
                plain.project(),
                plain.pythonGroupId(),
                plain.python(),
                null,
                List.of(),
                List.of(),
                scripts,
                application,
                List.of(),
                false,
                false,
                plain.epochSecond(),
                plain.outputs(),
                plain.workDirectory()));
        Path top = temp.resolve("work-out-directory");
        assertThat(top.resolve("bin/service"))
                .isExecutable()
                .content()
                .contains("-cp \"$top/lib/app.jar:$top/lib/org.other.app.jar\" 'example.Main' \"$@\"");
        assertThat(top.resolve("lib/org.other.app.jar")).hasContent("another");
        assertThat(top.resolve("app")).doesNotExist();
        assertThat(top.resolve("python/lib/libpython3.13.so.1.0")).doesNotExist();
        BundleIndex index =
                BundleIndex.parse(Files.readString(top.resolve(BundleIndex.FILE_NAME), StandardCharsets.UTF_8), "it");
        assertThat(index.libpython()).isNull();
        assertThat(index.differences(top, Set.of())).isEmpty();
    }

    @Test
    @DisplayName("is refused with a wheel that is damaged, hostile, for another interpreter, or there twice")
    void refusesWheels() throws IOException {
        Path wheels = temp.resolve("wheels");
        assertRefused(
                new WheelMaker("greet", "1.0", "cp313-cp313-manylinux_2_17_x86_64").write(wheels),
                "is not for CPython 3.13 on " + PLATFORM);
        assertRefused(
                new WheelMaker("greet", "1.1", "py3-none-any")
                        .wrongRecordOf("greet/__init__.py")
                        .write(wheels),
                "greet/__init__.py has another digest");
        assertRefused(
                new WheelMaker("greet", "1.2", "py3-none-any")
                        .file("../evil.py", "")
                        .write(wheels),
                "..");
        assertRefused(
                new WheelMaker("greet", "1.3", "py3-none-any")
                        .data("data/lib/python3.13/os.py", "")
                        .write(wheels),
                "Two packages have the file lib/python3.13/os.py");
        assertRefused(
                new WheelMaker("greet", "1.4", "py3-none-any").data("odd/x", "").write(wheels),
                "data of an unknown kind");
        assertRefused(Files.writeString(wheels.resolve("greet.whl"), ""), "is not named as a wheel is");
        Path first = new WheelMaker("greet", "2.0", "py3-none-any").write(wheels);
        Path second = new WheelMaker("Greet", "2.1", "py3-none-any").write(wheels);
        assertThatThrownBy(() -> bundle(request("work", List.of(first, second), Form.DIRECTORY)))
                .hasMessageContaining("The package Greet is to be bundled twice");
        assertThat(temp.resolve("work-out-directory")).doesNotExist();
    }

    private void assertRefused(Path wheel, String why) {
        assertThatThrownBy(() -> bundle(request("work", List.of(wheel), Form.DIRECTORY)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(why);
        assertThat(temp.resolve("work-out-directory")).doesNotExist();
    }

    @Test
    @DisplayName("of another platform is not pruned")
    void isNotPrunedElsewhere() {
        BundleRequest plain = request("work", List.of(), Form.DIRECTORY);
        BundleRequest pruned = new BundleRequest(
                plain.name(),
                plain.project(),
                plain.pythonGroupId(),
                plain.python(),
                null,
                List.of(),
                List.of(),
                new TreeMap<>(Map.of()),
                null,
                List.of("json"),
                false,
                true,
                plain.epochSecond(),
                plain.outputs(),
                plain.workDirectory());
        assertThatThrownBy(() -> bundle(pruned))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("A bundle for " + PLATFORM + " cannot be pruned");
    }
}
