package io.github.pythondist.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A script")
final class PythonScriptsTest {

    @Test
    @DisplayName("of Python starts the interpreter beside it, whatever its first lines were")
    void ofPythonIsRelocated() throws IOException {
        String body = "import x\nx.main()\n";
        String expected =
                PythonScripts.relocated("#!python\n" + body, "python3.13").orElseThrow();
        assertThat(expected)
                .startsWith("#!/bin/sh\n''':' #")
                .endsWith("'''\n" + body)
                .contains("\"${f%/*}/python3.13\"");
        assertThat(PythonScripts.relocated("#!/opt/my env/bin/python3.13\n" + body, "python3.13"))
                .hasValue(expected);
        assertThat(PythonScripts.relocated("#!/usr/bin/env python3\n" + body, "python3.13"))
                .hasValue(expected);
        assertThat(PythonScripts.relocated("#!/usr/bin/python -E\n" + body, "python3.13"))
                .hasValue(expected);
        assertThat(PythonScripts.relocated(
                        "#!/bin/sh\n'''exec' \"/very long/python3\" \"$0\" \"$@\"\n' '''\n" + body, "python3.13"))
                .hasValue(expected);
    }

    @Test
    @DisplayName("of another language stays as it is")
    void ofAnotherLanguageStays() throws IOException {
        assertThat(PythonScripts.relocated("#!/bin/sh\necho python\n", "python3.13"))
                .isEmpty();
        assertThat(PythonScripts.relocated("#!/usr/bin/perl", "python3.13")).isEmpty();
    }

    @Test
    @DisplayName("calls what an entry point names, and nothing else")
    void callsAnEntryPoint() throws IOException {
        assertThat(PythonScripts.calling("x", "a.b : C.run [extra]", "p"))
                .endsWith("import sys\nfrom a.b import C\nif __name__ == '__main__':\n    sys.exit(C.run())\n");
        for (String wrong : new String[] {"a.b", "a:b()", "a;b:c", "a:b\nimport os"}) {
            assertThatThrownBy(() -> PythonScripts.calling("x", wrong, "p"))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("The script x cannot call");
        }
    }
}
