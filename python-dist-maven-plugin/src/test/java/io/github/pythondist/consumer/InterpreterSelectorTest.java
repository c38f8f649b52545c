package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpreterSelectorTest {

    private static final String OURS = InterpreterSelector.DEFAULT_GROUP;
    private static final InterpreterWish ANY = new InterpreterWish(null, null, null, null, null);

    private static final List<Coordinates> BOM = List.of(
            cpython(OURS, "3.9", "3.9.2-1", "linux-x86_64"),
            cpython(OURS, "3.13", "3.13.5-1", "linux-x86_64"),
            cpython(OURS, "3.13", "3.13.5-1", "linux-x86_64-debug"),
            cpython(OURS, "3.13", "3.13.5-1", "linux-aarch_64"),
            new Coordinates(OURS, "cpython-3.13", "3.13.5-1", "zip", "windows-x86_64-embed"),
            new Coordinates(OURS, "cpython-3.13", "3.13.5-1", "zip", "windows-x86_64"),
            cpython(OURS, "3.11", "3.11.2-1", "linux-x86_64"),
            new Coordinates(OURS, "python-dist-digests", "1.0", DigestList.TYPE, ""),
            new Coordinates("org.example", "cpython-tools", "1.0", "tar.zst", ""));

    @Test
    void takesTheNewestSeriesForThisMachine() {
        InterpreterChoice choice = managed(BOM).select(ANY);

        assertThat(choice.coordinates()).hasToString(OURS + ":cpython-3.13:3.13.5-1:tar.zst:linux-x86_64");
        assertThat(choice.reason()).contains("BOM");
    }

    @ParameterizedTest
    @CsvSource({
        "3.11,  ,               ,      cpython-3.11-3.11.2-1-linux-x86_64.tar.zst",
        ",      linux-aarch_64, ,      cpython-3.13-3.13.5-1-linux-aarch_64.tar.zst",
        ",      ,               debug, cpython-3.13-3.13.5-1-linux-x86_64-debug.tar.zst",
        ",      windows-x86_64-embed, , cpython-3.13-3.13.5-1-windows-x86_64-embed.zip",
        ",      linux-x86_64,   debug, cpython-3.13-3.13.5-1-linux-x86_64-debug.tar.zst",
        ",      linux-x86_64-debug, debug, cpython-3.13-3.13.5-1-linux-x86_64-debug.tar.zst",
    })
    void takesWhatIsWished(
            @Nullable String series, @Nullable String platform, @Nullable String flavour, String expected) {
        assertThat(managed(BOM)
                        .select(new InterpreterWish(null, series, null, platform, flavour))
                        .coordinates()
                        .fileName())
                .isEqualTo(expected);
    }

    @Test
    void aDependencyComesBeforeTheBom() {
        Coordinates own = cpython("org.example", "3.11", "3.11.9-7", "linux-x86_64");

        InterpreterChoice choice = selector(List.of(own), BOM).select(ANY);

        assertThat(choice.coordinates()).isEqualTo(own);
        assertThat(choice.reason()).contains("dependency of the project");
        // For another machine there is only the BOM's.
        assertThat(selector(List.of(own), BOM)
                        .select(ANY.withPlatform("linux-aarch_64"))
                        .coordinates())
                .isEqualTo(cpython(OURS, "3.13", "3.13.5-1", "linux-aarch_64"));
    }

    @Test
    void aDependencyOnAnotherFlavourIsMeant() {
        Coordinates debug = cpython(OURS, "3.13", "3.13.5-1", "linux-x86_64-debug");
        Coordinates symbols = cpython(OURS, "3.13", "3.13.5-1", "linux-x86_64-debuginfo");
        Coordinates foreign = cpython(OURS, "3.13", "3.13.5-1", "no platform");

        assertThat(selector(List.of(debug, symbols, foreign), BOM).select(ANY).coordinates())
                .isEqualTo(debug);
        assertThat(selector(List.of(debug), BOM)
                        .select(ANY.withPlatform("linux-x86_64"))
                        .coordinates()
                        .classifier())
                .isEqualTo("linux-x86_64");
    }

    @Test
    void aVersionNeedsNothingElse() {
        InterpreterSelector empty = managed(List.of());

        assertThat(empty.select(new InterpreterWish(null, null, "3.14.0-2", null, "tk"))
                        .coordinates())
                .isEqualTo(cpython(OURS, "3.14", "3.14.0-2", "linux-x86_64-tk"));
        assertThat(empty.select(new InterpreterWish("org.example", "3.14", "nightly", "osx-aarch_64", null))
                        .coordinates())
                .isEqualTo(cpython("org.example", "3.14", "nightly", "osx-aarch_64"));
        assertThat(empty.select(new InterpreterWish(null, null, "3.14.0-2", "windows-x86_64-embed", null))
                        .coordinates())
                .hasToString(OURS + ":cpython-3.14:3.14.0-2:zip:windows-x86_64-embed");
        assertThatThrownBy(() -> empty.select(new InterpreterWish(null, null, "nightly", null, null)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("'nightly' is not a version such as 3.13.15-1");
    }

    @Test
    void listsWhatIsPublishedForAPlatformThatIsNot() {
        assertThatThrownBy(() -> managed(BOM).select(ANY.withPlatform("linux-x86_64-musl")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("No interpreter for the platform linux-x86_64-musl")
                .hasMessageContaining(
                        OURS + ":cpython-3.13:3.13.5-1 is there for linux-aarch_64, linux-x86_64, windows-x86_64\n")
                .hasMessageContaining(OURS + ":cpython-3.11:3.11.2-1 is there for linux-x86_64\n")
                .hasMessageNotContaining("cpython-tools");
        assertThatThrownBy(() -> new InterpreterSelector(List.of(), BOM, () -> Platform.parse("linux-aarch_64-musl"))
                        .select(ANY))
                .hasMessageContaining("this machine is linux-aarch_64-musl");
        assertThatThrownBy(() -> managed(List.of()).select(ANY)).hasMessageContaining("python-dist-bom");
    }

    @Test
    void listsWhatIsPublishedForAFlavourThatIsNot() {
        assertThatThrownBy(() -> managed(BOM).select(new InterpreterWish(null, null, null, null, "freethreaded")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("No interpreter for the platform linux-x86_64-freethreaded")
                .hasMessageContaining(
                        OURS + ":cpython-3.13:3.13.5-1 is there for linux-aarch_64, linux-x86_64, linux-x86_64-debug");
    }

    @Test
    void doesNotGuessBetweenTwoPublishers() {
        List<Coordinates> two = List.of(
                cpython(OURS, "3.13", "3.13.5-1", "linux-x86_64"),
                cpython("org.example", "3.13", "3.13.5-4", "linux-x86_64"));

        assertThatThrownBy(() -> managed(two).select(ANY))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("several interpreters")
                .hasMessageContaining("org.example:cpython-3.13:3.13.5-4")
                .hasMessageContaining("<groupId>");
        assertThat(managed(two)
                        .select(new InterpreterWish("org.example", null, null, null, null))
                        .coordinates()
                        .version())
                .isEqualTo("3.13.5-4");
    }

    @Test
    void letsNothingLeadOutOfTheRepository() {
        assertThatThrownBy(() -> new InterpreterWish("../../etc", null, null, null, null))
                .isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> new InterpreterWish(null, "3.13/..", null, null, null))
                .isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> new InterpreterWish(null, null, "../3.13.5-1", null, null))
                .isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> new InterpreterWish(null, null, null, null, "debug/.."))
                .isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> managed(BOM).select(ANY.withPlatform("linux-x86_64/..")))
                .isInstanceOf(BuildFailure.class);
        assertThatThrownBy(() -> managed(BOM).select(new InterpreterWish(null, null, null, "linux-x86_64-debug", "tk")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("linux-x86_64-debug is not of the flavour tk");
    }

    private static InterpreterSelector managed(List<Coordinates> managed) {
        return selector(List.of(), managed);
    }

    private static InterpreterSelector selector(List<Coordinates> dependencies, List<Coordinates> managed) {
        return new InterpreterSelector(dependencies, managed, () -> Platform.parse("linux-x86_64"));
    }

    private static Coordinates cpython(String group, String series, String version, String classifier) {
        return new Coordinates(group, "cpython-" + series, version, "tar.zst", classifier);
    }
}
