package io.github.pythondist.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        String expected =
                ScriptForm.SHELL.relocated("#!python\n" + body, "python3.13").orElseThrow();
        assertThat(expected)
                .startsWith("#!/bin/sh\n''':' #")
                .endsWith("'''\n" + body)
                .contains("\"${f%/*}/python3.13\"");
        assertThat(ScriptForm.SHELL.relocated("#!/opt/my env/bin/python3.13\n" + body, "python3.13"))
                .hasValue(expected);
        assertThat(ScriptForm.SHELL.relocated("#!/usr/bin/env python3\n" + body, "python3.13"))
                .hasValue(expected);
        assertThat(ScriptForm.SHELL.relocated("#!/usr/bin/python -E\n" + body, "python3.13"))
                .hasValue(expected);
        assertThat(ScriptForm.SHELL.relocated(
                        "#!/bin/sh\n'''exec' \"/very long/python3\" \"$0\" \"$@\"\n' '''\n" + body, "python3.13"))
                .hasValue(expected);
    }

    @Test
    @DisplayName("of another language stays as it is")
    void ofAnotherLanguageStays() throws IOException {
        assertThat(ScriptForm.SHELL.relocated("#!/bin/sh\necho python\n", "python3.13"))
                .isEmpty();
        assertThat(ScriptForm.SHELL.relocated("#!/usr/bin/perl", "python3.13")).isEmpty();
    }

    @Test
    @DisplayName("for Windows is one line that its command processor runs and Python skips, and the same code")
    void forWindows() throws IOException {
        ScriptForm form = ScriptForm.of(Platform.parse("windows-x86_64"));

        assertThat(form.fileName("count")).isEqualTo("count.cmd");
        assertThat(form.relocated("#!/opt/env/bin/python\nimport x\n", "../python.exe"))
                .hasValue("@\"%~dp0..\\python.exe\" -x \"%~f0\" %* & exit /b\nimport x\n");
        assertThat(form.calling("x", "a.b:run", "../python/python.exe"))
                .startsWith("@\"%~dp0..\\python\\python.exe\" -x ")
                .endsWith("import sys\nfrom a.b import run\nif __name__ == '__main__':\n    sys.exit(run())\n");
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
    @DisplayName("calls what an entry point names, and nothing else")
    void callsAnEntryPoint() throws IOException {
        assertThat(ScriptForm.SHELL.calling("x", "a.b : C.run [extra]", "p"))
                .endsWith("import sys\nfrom a.b import C\nif __name__ == '__main__':\n    sys.exit(C.run())\n");
        for (String wrong : new String[] {"a.b", "a:b()", "a;b:c", "a:b\nimport os"}) {
            assertThatThrownBy(() -> ScriptForm.SHELL.calling("x", wrong, "p"))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("The script x cannot call");
        }
    }
}
