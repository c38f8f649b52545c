package io.github.pythondist.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pythondist.catalog.CatalogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalog's {@code cpython/windows/projects.py}, by a Python of this machine, on projects as small as can be. */
@DisplayName("CPython's projects for Visual Studio")
final class WindowsProjectsTest {

    private static final List<String> PROGRAMS =
            List.of("pythoncore", "python3dll", "python", "pythonw", "venvlauncher", "venvwlauncher");

    private static final String FAMILY = """
            <PropertyGroup>
              <ConfigurationType>DynamicLibrary</ConfigurationType>
              <TargetExt>.pyd</TargetExt>
            </PropertyGroup>
            <Import Project="$(VCTargetsPath)\\Microsoft.Cpp.props" />
            <ItemDefinitionGroup>
              <ClCompile>
                <PreprocessorDefinitions>ALL;%(PreprocessorDefinitions)</PreprocessorDefinitions>
                <PreprocessorDefinitions Condition="'$(Platform)' == 'x64'">WIDE;%(PreprocessorDefinitions)</PreprocessorDefinitions>
                <PreprocessorDefinitions Condition="$(Platform) == 'Win32' or !$(IncludeExternals)">NARROW</PreprocessorDefinitions>
              </ClCompile>
              <Link><AdditionalDependencies>winmm.lib;%(AdditionalDependencies)</AdditionalDependencies></Link>
            </ItemDefinitionGroup>
            <ItemGroup>
              <ClCompile Include="..\\Modules\\family.c">
                <PreprocessorDefinitions>OWN="a b";%(PreprocessorDefinitions)</PreprocessorDefinitions>
              </ClCompile>
              <ClCompile Include="$(zlibDir)\\inflate.c" />
              <ClCompile Include="..\\Modules\\expat\\xmltok.c" />
            </ItemGroup>
            <ItemGroup>
              <ProjectReference Include="pythoncore.vcxproj" />
            </ItemGroup>
            """;

    @TempDir
    private Path temporary;

    private Path source;

    @BeforeEach
    void projects() throws IOException {
        assumeTrue(
                python().isPresent(), "there is no python3 of 3.10 or later on the PATH to run the catalog's script");
        source = temporary.resolve("source");
        write("Include/patchlevel.h", """
                #define PY_MAJOR_VERSION 3
                #define PY_MINOR_VERSION 13
                #define PY_MICRO_VERSION 5
                #define PY_RELEASE_LEVEL PY_RELEASE_LEVEL_FINAL
                #define PY_RELEASE_SERIAL 0
                """);
        write("Modules/family.c", "");
        write("PC/winsound.c", "");
        for (String program : PROGRAMS) {
            String kind = program.endsWith("dll") || program.equals("pythoncore") ? "DynamicLibrary" : "Application";
            project(
                    program,
                    "<PropertyGroup><ConfigurationType>" + kind + "</ConfigurationType></PropertyGroup>"
                            + "<ItemGroup><ClCompile Include=\"..\\Modules\\family.c\" /></ItemGroup>");
        }
        project("family", FAMILY);
        write(
                "PCbuild/pcbuild.proj",
                xml(
                        "<ItemGroup><ExtensionModules Include=\"family\" /><TestModules Include=\"_testembed\" /></ItemGroup>"));
        for (String library : List.of("z", "expat", "winmm")) {
            write("lib/lib" + library + ".a", "");
        }
    }

    @Test
    @DisplayName("become a makefile: definitions by condition, components instead of their sources, libraries")
    void makefile() throws IOException, InterruptedException {
        assertThat(run()).isEmpty();

        String makefile = Files.readString(temporary.resolve("makefile"));
        assertThat(makefile)
                .contains("$(OBJECTS)/family/Modules.family.c.o: Modules/family.c")
                .contains("-DALL '-DOWN=\"a b\"' -DWIDE")
                .doesNotContain("NARROW", "inflate", "xmltok")
                .contains("-shared -o $@ $^ -lz -lexpat -lwinmm")
                .contains("$(TREE)/DLLs/family.pyd: $(OBJECTS)/family/Modules.family.c.o $(TREE)/libs/pythoncore.lib");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<ItemGroup>|<ItemGroup><MASM Include=\"x.asm\" />|family.vcxproj: unknown item <MASM>",
                "<Link>|<Link><EntryPointSymbol>x</EntryPointSymbol>|family.vcxproj: unknown setting <EntryPointSymbol>",
                "winmm.lib|nosuch.lib|family.vcxproj: needs the library nosuch, and there is no libnosuch.a",
                "Modules\\family.c|Modules\\other.c|family.vcxproj: names ..\\Modules\\other.c, which is not there",
                "'$(Platform)' == 'x64'|$([MSBuild]::IsOsPlatform(Windows))|family.vcxproj: the condition",
                "'$(Platform)' == 'x64'|'$(Platform)' ~ 'x64'|family.vcxproj: condition not understood",
                "<ItemDefinitionGroup>|<Target Name=\"Generate\" /><ItemDefinitionGroup>|unknown target Generate",
                "<ItemDefinitionGroup>|<Choose /><ItemDefinitionGroup>|unknown element <Choose>",
                "<Import Project=\"$(VCTargetsPath)\\Microsoft.Cpp.props\" />|<Import Project=\"own.props\" />|imports own.props",
                "pythoncore.vcxproj|other.vcxproj|family.vcxproj: unknown reference to other.vcxproj",
                "<ItemGroup>|<ItemGroup><ClCompile Remove=\"x.c\" />|family.vcxproj: unknown attribute Remove of <ClCompile>",
                "<ItemGroup>|<ItemGroup><ClCompile />|family.vcxproj: a <ClCompile> does not include anything",
                "..\\Modules\\family.c|..\\Modules\\*.c|family.vcxproj: names ..\\Modules\\*.c, which has a character",
                "..\\Modules\\family.c|..\\Modules\\a$(`|unbalanced parentheses",
                "..\\Modules\\family.c|..\\PC\\..\\..\\..\\family.c|family.vcxproj: names ..\\PC\\..\\..\\..\\family.c, which is not in the source",
                "..\\Modules\\family.c|..\\Modules|family.vcxproj: names ..\\Modules, which is not there",
                "..\\Modules\\family.c|..\\Include\\patchlevel.h|family.vcxproj: unknown kind of source",
                "<ItemGroup>|<ItemGroup><ClCompile Include=\"..\\Modules/family.c\" />|family.vcxproj: names ..\\Modules\\family.c a second time",
                "OWN=\"a b\"|OWN=a%3Bb|family.vcxproj: unknown definition 'OWN=a%3Bb'",
                "OWN=\"a b\"|OWN=a&#10;b|family.vcxproj: unknown definition",
                "<TargetExt>.pyd|<TargetExt>/../x.pyd|family.vcxproj: makes family/../x.pyd, which is no proper name",
                "<TargetExt>.pyd|<TargetExt><Inner />|family.vcxproj: the property TargetExt has elements inside",
                "'$(Platform)' == 'x64'|Exists()|family.vcxproj: condition not understood: Exists()",
                "'$(Platform)' == 'x64'|'x' ==|family.vcxproj: condition not understood at its end",
                "'$(Platform)' == 'x64'|'@(ClCompile)' == ''|asks for items",
                "'$(Platform)' == 'x64'|'$(Platform.Substring(x))' == ''|family.vcxproj: a function cannot be computed",
                "$(VCTargetsPath)\\Microsoft.Cpp.props|family.vcxproj|family.vcxproj: imports family.vcxproj a second time",
                "$(VCTargetsPath)\\Microsoft.Cpp.props|..\\..\\other.props|imports ..\\..\\other.props, which is not in PCbuild",
                "<Import Project=\"$(VCTargetsPath)\\Microsoft.Cpp.props\" />|<Import />|an <Import> does not say of what",
                "<Link>|<Link2>|family.vcxproj: no proper XML",
            })
    @DisplayName("that say what is not known are refused, with the file and what is in it")
    void unknown(String text, String replacement, String message) throws IOException, InterruptedException {
        assertThat(FAMILY).contains(text);
        project("family", FAMILY.replace(text, replacement));

        assertThat(run()).contains("error: ").contains(message);
    }

    @Test
    @DisplayName("that are no projects are refused: another kind of XML, entities that grow, none at all")
    void noProjects() throws IOException, InterruptedException {
        write("PCbuild/family.vcxproj", "<Other />");
        assertThat(run()).contains("error: family.vcxproj: its root is <Other> and not <Project>");

        StringBuilder entities = new StringBuilder("<!ENTITY e0 'xxxxxxxxxx'>");
        for (int i = 1; i < 12; i++) {
            entities.append("<!ENTITY e")
                    .append(i)
                    .append(" '")
                    .append(("&e" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        write("PCbuild/family.vcxproj", "<!DOCTYPE Project [" + entities + "]><Project>&e11;</Project>");
        assertThat(run()).contains("error: family.vcxproj: no proper XML");

        Files.delete(source.resolve("PCbuild/family.vcxproj"));
        assertThat(run()).contains("error: family.vcxproj: cannot be read");
    }

    @Test
    @DisplayName("are imported by groups only if these hold")
    void groupsOfImports() throws IOException, InterruptedException {
        String group =
                "<ImportGroup Condition=\"'$(Platform)' == 'Win32'\"><Import Project=\"none.props\" /></ImportGroup>";
        project("family", FAMILY + group);

        assertThat(run()).isEmpty();
    }

    @Test
    @DisplayName("must have the modules of extensions.yaml, no other and no less")
    void modules() throws IOException, InterruptedException {
        write("PCbuild/pcbuild.proj", xml("<ItemGroup><ExtensionModules Include=\"family;_new\" /></ItemGroup>"));

        assertThat(run()).contains("pcbuild.proj and extensions.yaml differ in: _new, _testembed");
    }

    /** What it says to standard error. */
    private String run() throws IOException, InterruptedException {
        Path script = new CatalogStore(temporary.resolve("store"))
                .open(Optional.empty())
                .root()
                .resolve("cpython/windows/projects.py");
        write("modules", "family\n");
        write("left-out", "_testembed\n");
        List<String> command = new ArrayList<>(List.of(python().orElseThrow(), "-E", "-B", script.toString()));
        command.addAll(List.of("--source", source.toString(), "--cpu", "x86_64"));
        command.addAll(List.of("--makefile", temporary.resolve("makefile").toString()));
        command.addAll(List.of("--libraries", source.resolve("lib").toString()));
        command.addAll(List.of("--modules", source.resolve("modules").toString()));
        command.addAll(List.of("--left-out", source.resolve("left-out").toString()));
        Process process = new ProcessBuilder(command).start();
        String message = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue() == 0).isEqualTo(message.isEmpty());
        return message;
    }

    private void project(String name, String content) throws IOException {
        write("PCbuild/" + name + ".vcxproj", xml(content));
    }

    private static String xml(String content) {
        return "<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\">" + content + "</Project>";
    }

    private void write(String path, String text) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Optional<String> python() {
        try {
            Process process =
                    new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))").start();
            return process.waitFor() == 0 ? Optional.of("python3") : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
