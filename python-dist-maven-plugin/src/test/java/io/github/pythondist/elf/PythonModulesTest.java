package io.github.pythondist.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The table of built-in modules is read without running the interpreter")
final class PythonModulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"program", "program-fixed", "program-relr", "aarch64.so", "s390x.so", "i386.so"})
    @DisplayName("whatever its addresses are written by: relocations with and without addends, packed ones, none")
    void read(String name) throws Exception {
        assertThat(PythonModules.builtIn(ElfFixture.elf(name)))
                .hasValueSatisfying(modules -> assertThat(modules).containsExactly("_ssl", "posix", "sys"));
    }

    @Test
    @DisplayName("what has no table is no interpreter")
    void none() throws Exception {
        assertThat(PythonModules.builtIn(ElfFixture.elf("libgood.so"))).isEmpty();
        assertThat(PythonModules.builtIn(ElfFixture.elf("good.o"))).isEmpty();
        assertThat(PythonModules.builtIn(ElfFixture.elf("program.debug"))).isEmpty();
    }
}
