package io.github.pythondist.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A script")
final class ScriptFormTest {

    @Test
    @DisplayName("of Python starts the interpreter beside it, whatever its first lines were")
    void ofPythonIsRelocated() throws IOException {
        String body = "import x\nx.main()\n";

        for (String first : new String[] {
            "#!python\n",
            "#!/opt/my env/bin/python3.13\n",
            "#!/usr/bin/env python3\n",
            "#!/usr/bin/python -E\n",
            "#!/bin/sh\n'''exec' \"/very long/python3\" \"$0\" \"$@\"\n' '''\n"
        }) {
            assertThat(ScriptForm.code(first + body)).hasValue(body);
        }
        assertThat(ScriptForm.SHELL.files("x", body, "python3.13")).containsOnlyKeys("x");
        assertThat(ScriptForm.SHELL.files("x", body, "python3.13").get("x"))
                .startsWith("#!/bin/sh\n''':' #")
                .endsWith("'''\n" + body)
                .contains("\"${f%/*}/python3.13\"");
    }

    @Test
    @DisplayName("of another language stays as it is")
    void ofAnotherLanguageStays() {
        assertThat(ScriptForm.code("#!/bin/sh\necho python\n")).isEmpty();
        assertThat(ScriptForm.code("#!/usr/bin/perl")).isEmpty();
    }

    @Test
    @DisplayName("for Windows is one line that its command processor runs, and the code beside it")
    void forWindows() throws IOException {
        ScriptForm form = ScriptForm.of(Platform.parse("windows-x86_64"));

        assertThat(form.files("100%", "import x\n", "../python/python.exe"))
                .containsOnly(
                        entry("100%.cmd", "@\"%~dp0..\\python\\python.exe\" \"%~dp0100%%-script.py\" %*\n"),
                        entry("100%-script.py", "import x\n"));
    }

    @Test
    @DisplayName("starts a Java application with its class path, as the system has it")
    void startsJava() throws IOException {
        List<String> jars = List.of("main.jar", "100%.jar");

        assertThat(ScriptForm.SHELL.starting("org.example.Main", jars))
                .contains(" -cp \"$top/lib/main.jar:$top/lib/100%.jar\" 'org.example.Main'");
        assertThat(ScriptForm.COMMAND.starting("org.example.Main", jars))
                .contains(" -cp \"%top%\\lib\\main.jar;%top%\\lib\\100%%.jar\" \"org.example.Main\"");
    }

    @Test
    @DisplayName("names files so that nothing in their names is run")
    void namesFilesOnly() throws IOException {
        assertThat(ScriptForm.SHELL.starting("Main", List.of("$(id) `id` \"\\.jar")))
                .contains("\"$top/lib/\\$(id) \\`id\\` \\\"\\\\.jar\"");
        assertThat(ScriptForm.COMMAND.starting("Main", List.of("a & b ^ %PATH% !x!.jar")))
                .contains("\"%top%\\lib\\a & b ^ %%PATH%% !x!.jar\"");
        for (String wrong : List.of("a\" & calc & \".jar", "a\ncalc.jar")) {
            assertThatThrownBy(() -> ScriptForm.COMMAND.starting("Main", List.of(wrong)))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("There is no file");
        }
        for (String wrong : List.of("..\\evil", "a:b", "a\" & calc")) {
            assertThatThrownBy(() -> ScriptForm.COMMAND.files(wrong, "", "../python.exe"))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("There is no file");
        }
    }

    @Test
    @DisplayName("calls what an entry point names, and nothing else")
    void callsAnEntryPoint() {
        assertThat(ScriptForm.calling("x", "a.b : C.run [extra]"))
                .isEqualTo("import sys\nfrom a.b import C\nif __name__ == '__main__':\n    sys.exit(C.run())\n");
        for (String wrong : new String[] {"a.b", "a:b()", "a;b:c", "a:b\nimport os"}) {
            assertThatThrownBy(() -> ScriptForm.calling("x", wrong))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("The script x cannot call");
        }
    }
}
