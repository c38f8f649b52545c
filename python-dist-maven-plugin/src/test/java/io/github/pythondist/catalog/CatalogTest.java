package io.github.pythondist.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.component.ComponentBuilder;
import io.github.pythondist.environment.LockedPackage;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The catalog")
final class CatalogTest {

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"default", "debian"})
    @DisplayName("pins every component of every series in each source set")
    void sourceSetsAreComplete(String name) {
        Catalog catalog = open();
        SourceSet set = catalog.sourceSet(name);

        assertThat(set.cpython()).containsKey("3.13");
        Series series = catalog.series("3.13");
        assertThat(series.versions()).containsKey(set.cpython().get("3.13"));
        for (Component component : ComponentBuilder.order(series.depends(), catalog::component)) {
            assertThat(component.versions())
                    .as(component.name())
                    .containsKey(set.components().get(component.name()));
            assertThat(component.outputs()).as(component.name()).isNotEmpty();
            component.versions().forEach((version, definition) -> assertThat(definition.licenseFiles())
                    .as(component.name() + " " + version)
                    .isNotEmpty());
        }
    }

    @Test
    @DisplayName("has all that the user tests of a target name")
    void userTestsAreComplete() {
        Catalog catalog = open();
        List<String> names = catalog.target("linux-x86_64").userTests();
        assertThat(names).isNotEmpty();
        for (String name : names) {
            UserTest test = catalog.userTest(name);
            assertThat(test.name()).isEqualTo(name);
            assertThat(test.proves()).as(name).isNotBlank();
            assertThat(test.timeout()).as(name).isPositive();
            assertThat(catalog.environment(test.environment()).packages())
                    .as(name)
                    .isNotEmpty();
            assertThat(test.contents()).as(name).isNotEmpty().allSatisfy(content -> assertThat(catalog.content(content))
                    .isNotNull());
        }
    }

    @Test
    @DisplayName("Rust comes from a lock that has it, and has programs for builds to run")
    void rust() {
        Catalog catalog = open();
        RustTools rust = catalog.rust();
        assertThat(rust.requiredBy()).contains("maturin");
        assertThat(catalog.environment(rust.environment()).packages())
                .extracting(LockedPackage::name)
                .contains("cargo-web", "rustc-web", "libc6");
        assertThat(catalog.root().resolve(RustTools.FOLDER)).isDirectoryContaining("glob:**/cargo");
    }

    @Test
    @DisplayName("knows ways to optimize, and what to train with")
    void optimizations() {
        Catalog catalog = open();

        assertThat(catalog.optimization(Optimization.NONE).profile()).isFalse();
        assertThat(catalog.optimization(Optimization.NONE).cflags()).isEmpty();
        for (String name : List.of("pgo+thinlto", "pgo+lto")) {
            Optimization optimization = catalog.optimization(name);
            assertThat(optimization.profile()).as(name).isTrue();
            // What is shipped in the archive `full` can be linked by any linker.
            assertThat(optimization.cflags()).as(name).contains("-ffat-lto-objects");
        }
        assertThat(catalog.trainingTask("tests").runs()).isNotEmpty();
        // A profile is refused where the compiler is another one, which the lock must tell.
        String lock = catalog.target("linux-x86_64").environment();
        assertThat(catalog.environment(lock).packageOf("usr/bin/clang")).isPresent();
        assertThatThrownBy(() -> catalog.optimization("fast"))
                .isInstanceOf(BuildFailure.class)
                .message()
                .contains("Unknown optimization 'fast'", "none, pgo");
        assertThatThrownBy(() -> catalog.trainingTask("sleep"))
                .isInstanceOf(BuildFailure.class)
                .message()
                .contains("Unknown training task 'sleep'", "tests");
    }

    @Test
    @DisplayName("keeps the user tests out of what recipes depend on")
    void userTestsAreNoInputOfRecipes() throws IOException {
        Target target = open().target("linux-x86_64");
        // What goes into the keys of steps.
        String written = new ObjectMapper().writeValueAsString(target);

        assertThat(target.userTests()).contains("oldest");
        assertThat(written).contains("allowedLibraries").doesNotContain("userTests", "oldest");
    }

    @Test
    @DisplayName("says which user tests there are, and which script one lacks")
    void userTestsThatAreNotAsTheyShouldBe() throws IOException {
        assertThatThrownBy(() -> open().userTest("customer"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Unknown user test 'customer'")
                .hasMessageContaining("oldest");

        Path suite = Files.createDirectories(temporary.resolve("mine/cpython/usertest/customer"));
        Files.writeString(suite.resolve("suite.yaml"), """
                name: customer
                proves: it is here
                environment: bullseye-user
                script: missing.sh
                timeout: 10
                """);
        Catalog catalog = new CatalogStore(temporary.resolve("catalogs")).open(Optional.of(temporary.resolve("mine")));
        assertThatThrownBy(() -> catalog.userTest("customer"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("The user test 'customer' has no script 'missing.sh'")
                .hasMessageContaining("cpython/usertest/customer/missing.sh");
    }

    @Test
    @DisplayName("takes every source of the Debian set from a Debian pool")
    void debianSetComesFromDebian() {
        Catalog catalog = open();
        SourceSet set = catalog.sourceSet("debian");
        for (Component component : ComponentBuilder.order(catalog.series("3.13").depends(), catalog::component)) {
            assertThat(component
                            .versions()
                            .get(set.components().get(component.name()))
                            .source()
                            .places())
                    .as(component.name())
                    .anySatisfy(place -> assertThat(place.describe()).startsWith("debian:"));
        }
    }

    @Test
    @DisplayName("extension modules name only components the series is built with, and say why they are not static")
    void extensionsFitTheSeries() {
        Catalog catalog = open();
        ExtensionCatalog extensions = catalog.extensions("3.13");
        Set<String> built = catalog.series("3.13").depends().stream().collect(Collectors.toSet());

        assertThat(extensions.modules()).hasSizeGreaterThan(100);
        extensions.modules().forEach((name, extension) -> {
            assertThat(built).as(name).containsAll(extension.uses());
            if (extension.mode() != ExtensionCatalog.Mode.STATIC && !extension.test()) {
                assertThat(extension.why()).as(name).isNotBlank();
            }
        });
    }

    @Test
    @DisplayName("has the locks that its targets name, and the targets that build for others")
    void targetsHaveLocks() {
        Catalog catalog = open();

        assertThat(catalog.targets()).contains("linux-x86_64", "windows-x86_64");
        for (String name : catalog.targets()) {
            Target target = catalog.target(name);
            assertThat(catalog.environment(target.environment()).packages())
                    .as(name)
                    .isNotEmpty();
            assertThat(catalog.environment(target.sysroot()).linked()).as(name).isNotEmpty();
            if (target.buildTarget() != null) {
                assertThat(catalog.target(target.buildTarget()).gnuHost()).isEqualTo(target.gnuBuild());
                Target.Emulator emulator = target.emulator();
                assertThat(emulator).isNotNull();
                assertThat(catalog.environment(emulator.environment()).packages())
                        .isNotEmpty();
                assertThat(catalog.root().resolve(emulator.script())).isRegularFile();
            }
        }
    }

    @Test
    @DisplayName("says which flavours a series has for a target, also where that is none")
    void flavoursForTargets() {
        Catalog catalog = open();
        assertThatThrownBy(() -> Flavour.of(
                        "debug", catalog.flavours(), catalog.series("3.13", catalog.target("windows-x86_64"))))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("CPython 3.13 has no flavour 'debug'")
                .hasMessageContaining("flavours of this series for this target: none");
    }

    @Test
    @DisplayName("has recipes of their own for systems that need them")
    void recipesForSystems() {
        Catalog catalog = open();
        Target linux = catalog.target("linux-x86_64");
        Target windows = catalog.target("windows-x86_64");

        assertThat(catalog.componentFolder(catalog.component("openssl"), windows))
                .isEqualTo("components/openssl/windows");
        assertThat(catalog.componentFolder(catalog.component("openssl"), linux)).isEqualTo("components/openssl");
        assertThat(catalog.componentFolder(catalog.component("zlib"), windows)).isEqualTo("components/zlib");
    }

    @Test
    @DisplayName("says of CPython's own tests which are run together and which do not pass, with the reason")
    void cpythonTests() throws IOException {
        Catalog catalog = open();
        assertThat(catalog.testSelection("all").tests()).isEmpty();
        assertThat(catalog.testSelection("quick").tests())
                .doesNotHaveDuplicates()
                .contains("test_ssl", "test_sqlite3");
        assertThatThrownBy(() -> catalog.testSelection("slow"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("quick, windows, all");
        Set<String> versions = catalog.series("3.13").versions().keySet();
        for (String target : List.of("linux-x86_64", "windows-x86_64")) {
            assertThat(catalog.expectedFailures("3.13", catalog.target(target)))
                    .isNotEmpty()
                    .allSatisfy(entry -> {
                        assertThat(entry.test()).matches("test_[\\w.*?]+");
                        assertThat(versions).containsAll(entry.versions());
                        assertThat(catalog.flavours().keySet()).containsAll(entry.flavours());
                    });
        }

        Path own = temporary.resolve("own");
        Files.createDirectories(own.resolve("cpython/3.13"));
        Files.writeString(own.resolve("cpython/3.13/regrtest.yaml"), "- test: test_json\n");
        assertThatThrownBy(() -> new CatalogStore(temporary.resolve("catalogs"))
                        .open(Optional.of(own))
                        .expectedFailures("3.13", catalog.target("linux-x86_64")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("cpython/3.13/regrtest.yaml")
                .hasMessageContaining("'why'");
    }

    @Test
    @DisplayName("an unknown name is answered with the known ones")
    void unknownNames() {
        Catalog catalog = open();

        assertThatThrownBy(() -> catalog.target("solaris-sparc"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("solaris-sparc")
                .hasMessageContaining("linux-x86_64");
        assertThatThrownBy(() -> catalog.component("../../etc"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("openssl");
    }

    @Test
    @DisplayName("a project's own files replace or join the plugin's")
    void additionsAreLaidOver() throws IOException {
        Path own = temporary.resolve("own");
        Files.createDirectories(own.resolve("source-sets"));
        Files.writeString(
                own.resolve("source-sets/mine.yaml"), "name: mine\ndescription: test\ncomponents: {zlib: 3.10}\n");

        Catalog catalog = new CatalogStore(temporary.resolve("store")).open(Optional.of(own));

        // 3.10 is a version, not the number 3.1.
        assertThat(catalog.sourceSet("mine").components()).containsEntry("zlib", "3.10");
        assertThat(catalog.component("zlib").name()).isEqualTo("zlib");
        assertThat(catalog.digest(List.of("source-sets"))).isNotEqualTo(open().digest(List.of("source-sets")));
    }

    @Test
    @DisplayName("a mistake in a file names the file and the key")
    void mistakesAreNamed() throws IOException {
        Path own = temporary.resolve("own");
        Files.createDirectories(own.resolve("source-sets"));
        Files.writeString(own.resolve("source-sets/mine.yaml"), "name: mine\ncomponnets: {}\n");
        Files.writeString(own.resolve("source-sets/bad.yaml"), "name: [unclosed\n");

        Catalog catalog = new CatalogStore(temporary.resolve("store")).open(Optional.of(own));

        assertThatThrownBy(() -> catalog.sourceSet("mine"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("source-sets/mine.yaml")
                .hasMessageContaining("componnets");
        assertThatThrownBy(() -> catalog.sourceSet("bad"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("source-sets/bad.yaml");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            contents.yaml, '', is empty
            contents.yaml, '# nothing', is empty
            contents.yaml, 'runtime:', 'in contents.yaml, line 1, column 9'
            contents.yaml, 'runtime: {level: soon}', 'runtime, level: ''soon'' is not a number'
            contents.yaml, 'runtime: {level: 1, test-modules: maybe}', '''maybe'' is not true or false'
            contents.yaml, 'runtime: {level: 1, takes: all}', 'runtime, takes: a list should stand here'
            contents.yaml, 'runtime: {level: 1, levle: 2}', 'runtime: there is no key ''levle''; known: description'
            contents.yaml, 'runtime: 1', 'runtime: a table of keys and values should stand here'
            contents.yaml, 'runtime: [1', 'in contents.yaml, line 1'
            flavours.yaml, 'debug: {modules: {_json: {why: x}}}', 'debug, modules, _json: the key ''mode'' is missing'
            flavours.yaml, 'debug: {modules: {_json: {mode: statik}}}', 'mode: ''statik'' is not one of core, static'
            flavours.yaml, 'debug: {modules: {_json: }}', 'in flavours.yaml, line 1'
            contents.yaml, 'runtime: &a {summary: [*a]}', an alias (*) stands within
            contents.yaml, 'runtime: {level: 10, format: zip}', 'level is 10, and must be 1 to 9'
            contents.yaml, 'runtime: {level: 1, format: rar}', 'format is ''rar'', and must be tar.zst or'
            contents.yaml, 'runtime: {level: 1, root: ../lib}', 'root is ''../lib'', and must be a directory'
            contents.yaml, 'runtime: {level: 1, stdlib: "lib/[abc"}', 'lib/[abc'
            contents.yaml, 'runtime: {level: 99}', 'level is 99, and must be 1 to 22'
            contents.yaml, 'runtime: {level: 1, leaves-out: ["lib/[abc"]}', 'lib/[abc'
            contents.yaml, 'runtime: {level: 1, without-module: {_ssl: ["{a"]}}', '{a'
            flavours.yaml, 'debug:', 'in flavours.yaml, line 1, column 7'
            """, quoteCharacter = '\'')
    @DisplayName("a file that is empty, endless or has a value out of range is named, with what to do")
    void formIsChecked(String file, String text, String problem) throws IOException {
        Path own = Files.createDirectories(temporary.resolve("own"));
        Files.writeString(own.resolve(file), text == null ? "" : text);
        Catalog catalog = new CatalogStore(temporary.resolve("store")).open(Optional.of(own));

        assertThatThrownBy(file.startsWith("contents") ? catalog::contents : catalog::flavours)
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("catalog file " + file)
                .hasMessageContaining(problem)
                .hasMessageContaining("README.md")
                .hasMessageNotContainingAny("java.", "io.github", "null")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '-', 'in cpython/3.13/regrtest.yaml, line 1'
            '- {test: test_x, why: y, outcome: failes}', 'entry 1, outcome: ''failes'' is not one of fails, varies'
            '- {test: test_x, why: y, environments: [namespace]}', 'known: namespaces, chroot, host'
            '- {test: test_x, why: y, flavours: [debgu]}', '''debgu'' in ''flavours'' of test_x'
            '- {test: test_x, why: y, versions: ["2.7"]}', '''2.7'' in ''versions'' of test_x'
            """, quoteCharacter = '\'')
    @DisplayName("an expected failure that would never hold is refused")
    void expectedFailuresCanHold(String text, String problem) throws IOException {
        Path own = Files.createDirectories(temporary.resolve("own/cpython/3.13"));
        Files.writeString(own.resolve("regrtest.yaml"), text + "\n");
        Catalog catalog = new CatalogStore(temporary.resolve("store")).open(Optional.of(temporary.resolve("own")));

        assertThatThrownBy(() -> catalog.expectedFailures("3.13", catalog.target("linux-x86_64")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("cpython/3.13/regrtest.yaml")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            name: customer, name: oldest, has the name 'oldest'
            name: customer, name: ../oldest, has the name '../oldest'
            name: customer, "", 'name' is missing
            script: run.sh, "", 'script' is missing
            script: run.sh, script: ../oldest/run.sh, has no script
            timeout: 10, "", 'timeout' must be a number of seconds above 0
            timeout: 10, timeout: -5, 'timeout' must be a number of seconds above 0
            timeout: 10, timeout: 10}contents: [], 'contents' names no archive
            """, quoteCharacter = '"')
    @DisplayName("a user test without a key that is needed, or of another name than its folder, is refused")
    void userTestsAreChecked(String line, String replacement, String problem) throws IOException {
        String text = """
                name: customer
                proves: it is here
                environment: bullseye-user
                script: run.sh
                timeout: 10
                """;
        Path suite = Files.createDirectories(temporary.resolve("own/cpython/usertest/customer"));
        Files.writeString(suite.resolve("run.sh"), "");
        Files.writeString(suite.resolve("suite.yaml"), text);
        Catalog own = new CatalogStore(temporary.resolve("store")).open(Optional.of(temporary.resolve("own")));
        assertThat(own.userTest("customer").timeout()).isEqualTo(10);

        Files.writeString(suite.resolve("suite.yaml"), text.replace(line, replacement.replace('}', '\n')));
        Catalog wrong = new CatalogStore(temporary.resolve("store")).open(Optional.of(temporary.resolve("own")));
        assertThatThrownBy(() -> wrong.userTest("customer"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("customer")
                .hasMessageContaining(problem);
    }

    @Test
    @DisplayName("contents are each named once")
    void contentsAreNamedOnce() {
        Catalog catalog = open();
        assertThat(catalog.contents(List.of("runtime", "full"))).hasSize(2);
        assertThatThrownBy(() -> catalog.contents(Arrays.asList("runtime", null, "full")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("empty entry")
                .hasMessageContaining("runtime,,full");
        assertThatThrownBy(() -> catalog.contents(List.of("runtime", "runtime")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("'runtime' is given twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "build-target: linux-x86_64| |'build-target' is missing, but gnu-host is not gnu-build",
                "gnu-host: x86_64-w64-mingw32|gnu-host: x86_64-unknown-linux-gnu|'build-target', but gnu-host is gnu-build",
                "pe: {machine: amd64}| |'elf' or 'pe' is missing",
                "pe: {|elf: {machine: x, interpreter: y}~pe: {|both keys 'elf' and 'pe'"
            })
    @DisplayName("a target that is built elsewhere says where, and a target has one format of programs")
    void crossTargetsAreChecked(String text, String replacement, String problem) throws IOException {
        String file = "targets/windows-x86_64.yaml";
        String content = Files.readString(open().root().resolve(file));
        assertThat(content).contains(text);
        Path changed = temporary.resolve("own").resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, content.replace(text, replacement == null ? "" : replacement.replace('~', '\n')));
        Catalog catalog = new CatalogStore(temporary.resolve("store")).open(Optional.of(temporary.resolve("own")));

        assertThatThrownBy(() -> catalog.target("windows-x86_64"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(file)
                .hasMessageContaining(problem);
    }

    @Test
    @DisplayName("a target without a key that is needed, or in a file of another name, is refused")
    void targetsAreComplete() throws IOException {
        String text = Files.readString(open().root().resolve("targets/linux-x86_64.yaml"));
        Path targets = Files.createDirectories(temporary.resolve("own/targets"));
        Files.writeString(targets.resolve("other.yaml"), text);
        for (String key : List.of("classifier", "environment", "sysroot", "os", "libc", "interpreter")) {
            Files.writeString(targets.resolve(key + ".yaml"), text.replaceFirst("(?m)^ *" + key + ":.*\n", ""));
        }
        Catalog catalog = new CatalogStore(temporary.resolve("store")).open(Optional.of(temporary.resolve("own")));

        for (String key : List.of("classifier", "environment", "sysroot", "os", "libc", "interpreter")) {
            assertThatThrownBy(() -> catalog.target(key))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("targets/" + key + ".yaml")
                    .hasMessageContaining(key + "' is missing");
        }
        assertThatThrownBy(() -> catalog.target("other"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("targets/other.yaml has the classifier 'linux-x86_64'");
    }

    @Test
    @DisplayName("names for bills of materials are checked where they are read")
    void namesForBills() throws IOException {
        Catalog plugins = open();
        Path own = temporary.resolve("own");
        String component = "components/zlib/component.yaml";
        String lock = "environments/bullseye-amd64.yaml";
        for (String file : List.of(component, lock)) {
            Files.createDirectories(own.resolve(file).getParent());
        }
        Files.writeString(
                own.resolve(component),
                Files.readString(plugins.root().resolve(component)).replace("cpe: zlib:zlib", "cpe: cpe:2.3:a:zlib"));
        Files.writeString(
                own.resolve(lock),
                Files.readString(plugins.root().resolve(lock)).replace("package: libc6-dev", "package: libc7-dev"));
        Catalog catalog = new CatalogStore(temporary.resolve("store")).open(Optional.of(own));

        assertThatThrownBy(() -> catalog.component("zlib"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(component)
                .hasMessageContaining("must be vendor:product");
        assertThatThrownBy(() -> catalog.environment("bullseye-amd64"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(lock)
                .hasMessageContaining("libc7-dev, which the lock does not have");
    }

    @Test
    @DisplayName("scripts are executable where recipes run them")
    void scriptsAreExecutable() {
        assertThat(open().root().resolve("toolchain/clang")).isExecutable();
    }

    private Catalog open() {
        return new CatalogStore(temporary.resolve("store")).open(Optional.empty());
    }
}
