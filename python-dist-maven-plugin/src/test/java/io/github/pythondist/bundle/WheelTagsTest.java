package io.github.pythondist.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.archive.DistributionDescription;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A wheel's tags")
final class WheelTagsTest {

    @ParameterizedTest
    @DisplayName("fit an interpreter or do not")
    @CsvSource({
        "linux-x86_64,       cp313,  py3-none-any,                                   true",
        "linux-x86_64,       cp313,  py2.py3-none-any,                               true",
        "linux-x86_64,       cp313,  py2-none-any,                                   false",
        "linux-x86_64,       cp313,  py314-none-any,                                 false",
        "linux-x86_64,       cp313,  cp313-cp313-manylinux_2_17_x86_64,              true",
        "linux-x86_64,       cp313,  cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64, true",
        "linux-x86_64,       cp313,  cp312-cp312-manylinux_2_17_x86_64,              false",
        "linux-x86_64,       cp313,  cp39-abi3-manylinux_2_28_x86_64,                true",
        "linux-x86_64,       cp313,  cp314-abi3-manylinux_2_28_x86_64,               false",
        "linux-x86_64,       cp313,  cp313-cp313-linux_x86_64,                       true",
        "linux-x86_64,       cp313,  cp313-cp313-musllinux_1_2_x86_64,               false",
        "linux-x86_64,       cp313,  cp313-cp313-manylinux_2_17_aarch64,             false",
        "linux-x86_64,       cp313,  cp313-cp313-win_amd64,                          false",
        "linux-x86_64,       cp313,  py3-none-manylinux_2_17_x86_64,                 true",
        "linux-x86_64,       cp313,  nonsense,                                       false",
        "linux-aarch_64,     cp313,  cp313-cp313-manylinux_2_17_aarch64,             true",
        "linux-x86_64-musl,  cp313,  cp313-cp313-musllinux_1_2_x86_64,               true",
        "linux-x86_64-musl,  cp313,  cp313-cp313-manylinux_2_17_x86_64,              false",
        "linux-x86_64-freethreaded, cp313t, cp313-cp313t-manylinux_2_17_x86_64,      true",
        "linux-x86_64-freethreaded, cp313t, cp313-cp313-manylinux_2_17_x86_64,       false",
        "linux-x86_64-freethreaded, cp313t, cp39-abi3-manylinux_2_17_x86_64,         false",
        "osx-aarch_64,       cp313,  cp313-cp313-macosx_11_0_arm64,                  true",
        "osx-aarch_64,       cp313,  cp313-cp313-macosx_10_13_universal2,            true",
        "windows-x86_64,     cp313,  cp313-cp313-win_amd64,                          true",
        "windows-x86_64,     cp313,  cp313-cp313-win32,                              false",
        "windows-x86_32,     cp313,  cp313-cp313-win32,                              true",
    })
    void fitOrDoNot(String platform, String abi, String tags, boolean fit) {
        DistributionDescription python = new DistributionDescription(
                1,
                "cpython-3.13",
                "3.13.5-1",
                "3.13.5",
                platform,
                null,
                null,
                "bin/python3.13",
                null,
                null,
                abi,
                List.of(),
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of());
        assertThat(new WheelTags(python).accept(tags)).isEqualTo(fit);
    }
}
