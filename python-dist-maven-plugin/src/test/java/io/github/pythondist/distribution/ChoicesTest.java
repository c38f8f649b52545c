package io.github.pythondist.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.cpython.OwnModule;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a project chooses")
final class ChoicesTest {

    private static final String PATCH = """
            --- a/Lib/site.py
            +++ b/Lib/site.py
            @@ -1,2 +1,2 @@
             one
            -two
            +three
            """;

    @TempDir
    private Path temporary;

    private Path project;

    @BeforeEach
    void project() throws IOException {
        project = Files.createDirectories(temporary.resolve("project"));
        write("src/spam.c", "PyMODINIT_FUNC PyInit__spam(void);\n");
        write("src/spam.h", "#define SPAM\n");
        write("src/notes.txt", "not a header\n");
        write("include/deep/eggs.h", "#define EGGS\n");
        write("LICENSE", "MIT\n");
        write("fix.patch", PATCH);
    }

    private void write(String path, String text) {
        try {
            Path file = project.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DistributionRequest request(String series, String version, Choices choices) {
        return new DistributionRequest(
                "cpython-" + series,
                version + "-1",
                series,
                "",
                "none",
                Optional.empty(),
                List.of(),
                Optional.of("linux-x86_64"),
                "debian",
                new TreeMap<>(),
                Optional.empty(),
                choices,
                LicensePolicy.defaults(),
                Optional.empty(),
                FetchSettings.builder().offline(true).build(),
                temporary.resolve("cache"),
                temporary.resolve("target"),
                2,
                1_767_225_600L,
                Variation.NONE,
                Progress.NONE);
    }

    private DistributionPlan plan(Choices choices) {
        return DistributionPlan.of(request("3.13", "3.13.5", choices));
    }

    private AbstractThrowableAssert<?, ?> assertRefused(Choices choices) {
        return assertThatThrownBy(() -> plan(choices)).isInstanceOf(BuildFailure.class);
    }

    private Choices without(String... names) {
        return new Choices(project, List.of(), List.of(), List.of(names));
    }

    private Choices patches(String... files) {
        return new Choices(project, List.of(files), List.of(), List.of());
    }

    private Choices module(Choices.Module... modules) {
        return new Choices(project, List.of(), List.of(modules), List.of());
    }

    private static Choices.Module named(String name) {
        return new Choices.Module(
                name, List.of("src/spam.c"), List.of(), List.of(), List.of(), "MIT", List.of("LICENSE"));
    }

    private static Choices.Module spam(
            List<String> sources, List<String> includes, List<String> defines, List<String> components) {
        return new Choices.Module("_spam", sources, includes, defines, components, "MIT", List.of("LICENSE"));
    }

    /** A source of CPython that has but what is looked at. */
    private Function<List<SourceFile>, List<Path>> source(String site) {
        Path source = project.resolveSibling("Python-3.13.5");
        try {
            for (String folder : List.of("Include", "Lib", "Python")) {
                Files.createDirectories(source.resolve(folder));
            }
            Files.writeString(source.resolve("Include/patchlevel.h"), "#define PY_VERSION \"3.13.5\"\n");
            Files.writeString(source.resolve("Lib/site.py"), site);
            Files.writeString(
                    source.resolve("Python/stdlib_module_names.h"),
                    "static const char* names[] = {\n\"_ssl\",\n\"this\",\n};\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wanted -> List.of(source);
    }

    private StepStore store() {
        return new StepStore(temporary.resolve("steps"));
    }

    @Nested
    @DisplayName("to leave out")
    final class ToLeaveOut {

        @Test
        @DisplayName("is a library with the modules that are its front")
        void component() {
            DistributionPlan plan = plan(without("bdb"));

            assertThat(plan.leftOut().modules()).containsExactly("_dbm");
            assertThat(plan.extensions().modules().get("_dbm").mode()).isEqualTo(Mode.DISABLED);
            assertThat(plan.components())
                    .extracting(Component::name)
                    .contains("sqlite")
                    .doesNotContain("bdb");
            assertThat(plan.depends()).doesNotContain("bdb");
        }

        @Test
        @DisplayName("is a module with the libraries that it alone uses, and with the tests that need it")
        void module() {
            DistributionPlan plan = plan(without("readline", "_ctypes"));

            assertThat(plan.leftOut().modules()).containsExactly("_ctypes", "_ctypes_test", "readline");
            // curses needs it still.
            assertThat(plan.components())
                    .extracting(Component::name)
                    .contains("ncurses")
                    .doesNotContain("libedit", "libffi");
        }

        @Test
        @DisplayName("is all that uses a library that others stand on")
        void sharedComponent() {
            assertThat(plan(without("ncurses")).leftOut().modules())
                    .containsExactly("_curses", "_curses_panel", "readline");
        }

        @Test
        @DisplayName("can be the same in every series")
        void otherSeries() {
            DistributionPlan plan = DistributionPlan.of(request("3.11", "3.11.2", without("libffi", "bdb")));

            assertThat(plan.leftOut().modules()).containsExactly("_ctypes", "_ctypes_test", "_dbm");
            // A rule of what is not built is not written to Setup.local.
            assertThat(plan.extensions().modules().get("_dbm").rule()).isNull();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "zlib | pip itself is one",
                    "binascii | pip itself is one",
                    "pyexpat | pip imports what reads XML",
                    "expat | pip imports what reads XML",
                    "posix | the interpreter calls it",
                    "_json | CPython's own code",
                    "_gdbm | gdbm is under the GPL",
                    "berkeley-db | bdb (_dbm), bzip2 (_bz2)"
                })
        @DisplayName("is not what others need, nor what there is not; the message says why")
        void needed(String name, String reason) {
            assertRefused(without(name)).hasMessageContaining(name).hasMessageContaining(reason);
        }
    }

    @Nested
    @DisplayName("to patch")
    final class ToPatch {

        @Test
        @DisplayName("is patched after the catalog's own patches, by files of this build's catalog")
        void patched() {
            DistributionPlan plan = plan(patches("fix.patch"));

            assertThat(plan.cpythonDefinition().patches())
                    .endsWith("project/fix.patch")
                    .hasSizeGreaterThan(1);
            assertThat(plan.catalog().root().resolve("cpython/3.13/patches/project/fix.patch"))
                    .hasContent(PATCH);
        }

        @Test
        @DisplayName("applies to the source, or it is said where it does not")
        void tried() {
            Choices choices = patches("fix.patch");
            DistributionRequest request = request("3.13", "3.13.5", choices);
            DistributionPlan plan = DistributionPlan.of(request);

            assertThatThrownBy(() -> PatchStage.check(plan, request, source("one\nzwei\n"), store()))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("The patch fix.patch does not apply to CPython 3.13.5")
                    .hasMessageContaining("Lib/site.py: hunk 1 of 1 (line 1) does not apply");
            PatchStage.check(plan, request, source("one\ntwo\n"), store());
        }

        @Test
        @DisplayName("has to be there, with a plain name that no other has")
        void missing() {
            write("more/fix.patch", PATCH);
            write("a fix.patch", PATCH);

            assertRefused(patches("none.patch"))
                    .hasMessageContaining("There is no patch none.patch")
                    .hasMessageContaining(project.resolve("none.patch").toString());
            assertRefused(patches("fix.patch", "more/fix.patch"))
                    .hasMessageContaining("Two patches are called fix.patch");
            assertRefused(patches("a fix.patch")).hasMessageContaining("Rename it");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a/../../etc/passwd", "/etc/passwd"})
        @DisplayName("stays within the source")
        void leavesTheSource(String name) {
            write("fix.patch", PATCH.replace("b/Lib/site.py", name));

            assertRefused(patches("fix.patch"))
                    .hasMessageContaining("it changes " + name + ", which is not in the source");
        }

        @Test
        @DisplayName("is a unified diff of text, complete and without renames")
        void otherForms() {
            write("fix.patch", "<html>404</html>\n");
            assertRefused(patches("fix.patch")).hasMessageContaining("it changes nothing");

            write("fix.patch", PATCH.replace("a/Lib/site.py", "site.py").replace("b/Lib/site.py", "site.py"));
            assertRefused(patches("fix.patch")).hasMessageContaining("write a/site.py");

            write("fix.patch", PATCH.replace("+three\n", ""));
            assertRefused(patches("fix.patch")).hasMessageContaining("ends within a hunk");

            write("fix.patch", "rename from Lib/site.py\nrename to Lib/cite.py\n" + PATCH);
            assertRefused(patches("fix.patch")).hasMessageContaining("git diff --no-renames");
        }
    }

    @Nested
    @DisplayName("to link in")
    final class ToLinkIn {

        @Test
        @DisplayName("is compiled of its sources, and of the headers beside them and in its folders")
        void compiled() {
            DistributionPlan plan = plan(module(
                    spam(List.of("src/spam.c"), List.of("include"), List.of("A=\"b c\"", "D"), List.of("zstd"))));

            OwnModule module = plan.modules().get(0);
            assertThat(module.name()).isEqualTo("_spam");
            assertThat(module.sources()).containsExactly("project/_spam/src/spam.c");
            assertThat(module.files())
                    .containsOnlyKeys(
                            "project/_spam/include/deep/eggs.h",
                            "project/_spam/src/spam.c",
                            "project/_spam/src/spam.h");
            assertThat(module.options())
                    .containsExactly("-I$(srcdir)/Modules/project/_spam/include", "'-DA=\"b c\"'", "'-DD'");
            assertThat(module.libraries()).containsExactly("-lzstd");
            assertThat(plan.extensions().modules().get("_spam").mode()).isEqualTo(Mode.STATIC);
            assertThat(plan.extensions().modules().get("_spam").uses()).containsExactly("zstd");
            assertThat(plan.components()).extracting(Component::name).contains("zstd");
            module.files().values().forEach(file -> assertThat(
                            plan.catalog().root().resolve(file))
                    .isRegularFile());
        }

        @Test
        @DisplayName("brings in what its libraries stand on, and can use what the standard library does without")
        void libraries() {
            Choices choices = new Choices(
                    project,
                    List.of(),
                    List.of(spam(List.of("src/spam.c"), List.of(), List.of(), List.of("libedit", "sqlite"))),
                    List.of("_sqlite3", "readline"));
            DistributionPlan plan = plan(choices);

            assertThat(plan.modules().get(0).libraries())
                    .containsExactlyInAnyOrder("-lncursesw", "-lpanelw", "-ledit", "-lsqlite3");
            assertThat(plan.extensions().modules().get("_spam").uses()).containsExactly("libedit", "ncurses", "sqlite");
            assertThat(plan.components()).extracting(Component::name).contains("libedit", "sqlite");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "spam.eggs | Call it _spam_eggs",
                    "2spam | cannot be the name",
                    "spam-eggs | cannot be the name",
                    "'' | cannot be the name",
                    "class | cannot be the name",
                    "_ssl | an extension module of CPython",
                    "_gdbm | an extension module of CPython",
                    "zstd | the name of a component"
                })
        @DisplayName("has a name that Python can import and that nothing else has")
        void names(String name, String reason) {
            assertRefused(module(named(name))).hasMessageContaining(reason);
        }

        @Test
        @DisplayName("has no name of the standard library")
        void standardLibrary() {
            DistributionRequest request = request("3.13", "3.13.5", module(named("this")));
            DistributionPlan plan = DistributionPlan.of(request);

            assertThatThrownBy(() -> ModuleStage.check(plan, request, source(""), store()))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("this has the name of a module of the standard library");
        }

        @Test
        @DisplayName("is there once")
        void twice() {
            assertRefused(module(named("_spam"), named("_spam"))).hasMessageContaining("Two extension modules");
        }

        @Test
        @DisplayName("has its files in the project, in C, with names that make can work with")
        void files() {
            write("src/spam.cpp", "");
            write("src/my spam.c", "");
            write("../elsewhere.c", "");

            assertRefusedSource("src/none.c", "names the source src/none.c, which is not there");
            assertRefusedSource("src/spam.cpp", "which is not C");
            assertRefusedSource("src/my spam.c", "a path that make cannot work with");
            assertRefusedSource("../elsewhere.c", "outside of the project");
            assertRefused(module(spam(List.of(), List.of(), List.of(), List.of())))
                    .hasMessageContaining("no sources");
            assertRefused(module(spam(List.of("src/spam.c"), List.of("none"), List.of(), List.of())))
                    .hasMessageContaining("names the folder of headers none");
        }

        private void assertRefusedSource(String source, String reason) {
            assertRefused(module(spam(List.of(source), List.of(), List.of(), List.of())))
                    .hasMessageContaining(reason);
        }

        @ParameterizedTest
        @ValueSource(strings = {"A=it's", "A=$B", "A=#", "A=\\n", "2A", "-DA", "A B"})
        @DisplayName("defines macros that make and the shell leave alone")
        void defines(String define) {
            assertRefused(module(spam(List.of("src/spam.c"), List.of(), List.of(define), List.of())))
                    .hasMessageContaining("'" + define + "'");
        }

        @Test
        @DisplayName("is linked with libraries of the catalog that are there")
        void components() {
            assertRefused(module(spam(List.of("src/spam.c"), List.of(), List.of(), List.of("libfoo"))))
                    .hasMessageContaining("'libfoo', which is no component")
                    .hasMessageContaining("zstd");
            assertRefused(module(spam(List.of("src/spam.c"), List.of(), List.of(), List.of("xorgproto"))))
                    .hasMessageContaining("which is no library");
            assertRefused(new Choices(
                            project,
                            List.of(),
                            List.of(spam(List.of("src/spam.c"), List.of(), List.of(), List.of("sqlite"))),
                            List.of("sqlite")))
                    .hasMessageContaining("which <without> leaves out");
        }

        @Test
        @DisplayName("says its licence, with the text")
        void licence() {
            assertRefused(module(new Choices.Module(
                            "_spam", List.of("src/spam.c"), List.of(), List.of(), List.of(), "", List.of("LICENSE"))))
                    .hasMessageContaining("<license> is missing");
            assertRefused(module(new Choices.Module(
                            "_spam", List.of("src/spam.c"), List.of(), List.of(), List.of(), "MIT", List.of())))
                    .hasMessageContaining("<licenseFiles> names no file");
            assertRefused(module(new Choices.Module(
                            "_spam",
                            List.of("src/spam.c"),
                            List.of(),
                            List.of(),
                            List.of(),
                            "MIT",
                            List.of("COPYING"))))
                    .hasMessageContaining("names the licence file COPYING, which is not there");
        }
    }

    @Test
    @DisplayName("is nothing by default: then the catalog is the plugin's own")
    void nothing() {
        DistributionPlan plan = plan(Choices.NONE);

        assertThat(plan.catalog().root()).isEqualTo(plan(without()).catalog().root());
        assertThat(plan.series()).isEqualTo(plan.catalog().series("3.13"));
        assertThat(plan.extensions()).isEqualTo(plan.catalog().extensions("3.13"));
        assertThat(Choices.NONE.options(plan.chosen())).isEmpty();
    }
}
