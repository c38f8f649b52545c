package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.SdistIndex.Wanted;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A requirement of a foreign package")
final class NamedRequirementTest {

    @ParameterizedTest
    @DisplayName("is a name with extras, versions and a marker")
    @ValueSource(
            strings = {
                "setuptools",
                "a",
                "Flit_Core >=3.2, <4",
                "flit_core>=3.2,<4,",
                "setuptools_scm[toml]>=3.4",
                "x[a, b-c] == 1.*",
                "x[]",
                "numpy~=2.0",
                "pkg===2.0+local.1",
                "x!=1.0",
                "x (>=1.0,<2)",
                "x==1!2.0.post1",
                "numpy==1.19.3; python_version<='3.8' and platform_machine == \"x86_64\"",
                "x>=1; (python_version < '3.9' or (sys_platform == 'win32' and extra != 'a'))",
                "tomli ; python_version < \"3.11\"",
                "x; sys_platform in 'linux darwin'",
                "x; 'bsd' not in sys_platform",
                "x; os.name == 'posix'",
                "oldest-supported-numpy; platform_python_implementation=='CPython'and python_version<'3.9'",
                "x.y.zip-z",
            })
    void isTaken(String line) {
        assertThat(NamedRequirement.of(line)).isEqualTo(line);
    }

    @Test
    @DisplayName("is given to pip as it was judged")
    void isStripped() {
        assertThat(NamedRequirement.of(" x\t>=1\n")).isEqualTo("x >=1");
    }

    @ParameterizedTest
    @DisplayName("is no URL, path, option or variable, and one line")
    @ValueSource(
            strings = {
                "",
                "evil @ http://example.org/evil-1.0.tar.gz",
                "evil@file:///tmp/evil",
                "evil @ git+file:///tmp/evil",
                "git+https://example.org/evil",
                "/tmp/evil",
                "./evil",
                "../evil",
                ".",
                "evil/",
                "C:\\evil",
                "evil\\x",
                "evil-1.0.tar.gz",
                "evil-1.0.tar.gz[x]",
                "evil>=1.zip",
                "evil-1.0-py3-none-any.whl ; python_version > '3'",
                "evil.TGZ",
                "evil.tar.xz",
                "-r /etc/passwd",
                "-rx",
                "--find-links=x",
                "x --find-links http://example.org",
                "x --hash=sha256:00",
                "x -r y",
                "x>=1 -r y",
                "x>=1; python_version>'3' -r y",
                "x>=1; python_version>'3 -r y'",
                "x; python_version > '3' --global-option=a",
                "x\n-r /etc/passwd",
                "x\r--find-links=y",
                "x\u2028-r y",
                "x\u0085y",
                "x \\\n y",
                "${HOME}",
                "x==${HOME}",
                "x; python_version == '${HOME}'",
                "x # comment",
                "x; python_version",
                "x;",
                "x>=",
                "x y",
                "x 1.0",
                "\u001b[2Jx",
                "ünïcode",
            })
    void isRefused(String line) {
        assertThatThrownBy(() -> NamedRequirement.of(line))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("no name with versions");
    }

    @Test
    @DisplayName("is judged soon, however long, and shown short and without control characters")
    void isShownShort() {
        assertThatThrownBy(() -> NamedRequirement.of("\u001b[2J\u202e" + "x".repeat(1_000_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\u001b", "\u202e"));
        assertThatThrownBy(() -> NamedRequirement.of("x; " + "(".repeat(900))).isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> NamedRequirement.of("x>=1" + ",>=1".repeat(190) + "$"))
                .isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> NamedRequirement.of("x; a=='" + "a ".repeat(450)))
                .isInstanceOf(BuildFailure.class);
    }

    @Test
    @DisplayName("is judged before it is asked for, and so are limits")
    void isJudgedFirst() {
        assertThatThrownBy(() -> new Wanted(List.of("x", "-r y"), List.of())).isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> new Wanted(List.of("x"), List.of("x @ file:///y")))
                .isInstanceOf(BuildFailure.class);
    }
}
