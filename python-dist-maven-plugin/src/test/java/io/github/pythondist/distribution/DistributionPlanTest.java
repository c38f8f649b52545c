package io.github.pythondist.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.cpython.TrainedProfile;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A plan")
final class DistributionPlanTest {

    @TempDir
    private Path temporary;

    @Test
    @DisplayName("chooses the versions of its source set, but for those that are named")
    void choosesVersions() {
        DistributionPlan plan =
                DistributionPlan.of(request("3.13", "linux-x86_64", "default", "3.13.15-1", "bdb:5.3.28"));

        assertThat(plan.cpythonVersion()).isEqualTo("3.13.15");
        assertThat(plan.versions()).containsEntry("bdb", "5.3.28").containsEntry("openssl", "3.5.7");
        assertThat(plan.components())
                .extracting(Component::name)
                .containsSubsequence("ncurses")
                .doesNotHaveDuplicates();
        assertThat(plan.sources()).hasSize(plan.components().size() + 1);
    }

    @Test
    @DisplayName("takes another packing of a release for that release")
    void tellsUpstreamVersions() {
        DistributionPlan plan = DistributionPlan.of(request("3.13", "linux-x86_64", "debian", "3.13.5-1"));

        assertThat(plan.versions()).containsEntry("expat", "2.8.3+debian");
        assertThat(plan.upstreamVersions()).containsEntry("expat", "2.8.3");
    }

    @Test
    @DisplayName("refuses what the catalog does not know, and says what it knows")
    void refusesUnknownNames() {
        assertRefused(request("2.7", "linux-x86_64", "debian", "3.13.5-1"), "2.7", "3.13");
        assertRefused(request("3.13", "plan9-mips", "debian", "3.13.5-1"), "plan9-mips", "linux-x86_64");
        assertRefused(request("3.13", "linux-x86_64", "homebrew", "3.13.5-1"), "homebrew", "debian");
        assertRefused(request("3.13", "linux-x86_64", "debian", "3.13.5-1", "zlib:9.9"), "9.9", "1.3.1");
        assertRefused(request("3.13", "linux-x86_64", "debian", "3.13.5-1", "gettext:1.0"), "gettext", "openssl");
        assertRefused(request("3.13", "linux-x86_64", "debian", "3.13.5-1", "cpython:3.13.99"), "3.13.99", "3.13.5");
    }

    @Test
    @DisplayName("refuses a project version that does not say what it contains")
    void refusesMisleadingVersion() {
        assertRefused(request("3.13", "linux-x86_64", "debian", "3.13.15-1"), "3.13.15-1", "3.13.5");
        assertRefused(request("3.13", "linux-x86_64", "debian", "3.13.5"), "3.13.5-<build number>");
        assertRefused(request("3.13", "linux-x86_64", "debian", "3.13.51-1"), "3.13.5-<build number>");
    }

    @Test
    @DisplayName("refuses an optimization without the profile that it needs, and says how to train one")
    void refusesMissingProfile() {
        assertRefused(
                request("3.13", "linux-x86_64", "debian", "3.13.5-1", "pgo+thinlto", Optional.empty()),
                "'pgo+thinlto' needs the profile of a training run",
                "python-dist-maven-plugin:profile",
                "optimize=none");
    }

    @Test
    @DisplayName("refuses an optimization that the recipe of another system does not have")
    void refusesOptimizationOfPorts() {
        assertThat(DistributionPlan.of(request("3.13", "windows-x86_64", "debian", "3.13.5-1"))
                        .optimization()
                        .changesNothing())
                .isTrue();
        assertRefused(
                request("3.13", "windows-x86_64", "debian", "3.13.5-1", "pgo+thinlto", Optional.empty()),
                "'pgo+thinlto' is not there for windows-x86_64",
                "<optimize>none</optimize>");
    }

    @Test
    @DisplayName("takes the profile that was trained for what it builds, and no other")
    void takesTheProfile() throws IOException {
        DistributionPlan plain = DistributionPlan.of(request("3.13", "linux-x86_64", "debian", "3.13.5-1"));
        Path folder = Files.createDirectories(temporary.resolve("profile"));
        Files.writeString(folder.resolve(TrainedProfile.PROFDATA), "counts");
        TrainedProfile profile = TrainedProfile.write(
                folder,
                TrainedProfile.origin(
                        plain.wanted(request("3.13", "linux-x86_64", "debian", "3.13.5-1")),
                        "linux-x86_64",
                        Digest.ofText("lock"),
                        "tests",
                        List.of("-m test --pgo"),
                        Digest.ofText("counts")),
                temporary.resolve("one.profile.tar.zst"),
                1_767_225_600L,
                new TreeArchiver());
        Optional<DistributionRequest.PinnedProfile> pinned =
                Optional.of(new DistributionRequest.PinnedProfile("one", profile.file(), profile.sha256()));

        assertThat(DistributionPlan.of(request("3.13", "linux-x86_64", "debian", "3.13.5-1", "pgo", pinned))
                        .profile())
                .contains(profile);
        assertThat(DistributionPlan.of(request("3.13", "linux-x86_64", "debian", "3.13.5-1", "none", pinned))
                        .profile())
                .isEmpty();
        assertRefused(
                request("3.13", "linux-x86_64", "default", "3.13.15-1", "pgo", pinned),
                "trained with 3.13.5, to be built with 3.13.15");
    }

    private static void assertRefused(DistributionRequest request, String... words) {
        assertThatThrownBy(() -> DistributionPlan.of(request))
                .isInstanceOf(BuildFailure.class)
                .message()
                .contains(words);
    }

    private DistributionRequest request(
            String series, String target, String sourceSet, String projectVersion, String... versions) {
        return request(series, target, sourceSet, projectVersion, "none", Optional.empty(), versions);
    }

    private DistributionRequest request(
            String series,
            String target,
            String sourceSet,
            String projectVersion,
            String optimize,
            Optional<DistributionRequest.PinnedProfile> profile,
            String... versions) {
        Map<String, String> chosen = new TreeMap<>();
        for (String version : versions) {
            int colon = version.indexOf(':');
            chosen.put(version.substring(0, colon), version.substring(colon + 1));
        }
        return new DistributionRequest(
                "cpython-3.13",
                projectVersion,
                series,
                "",
                optimize,
                profile,
                List.of(),
                Optional.of(target),
                sourceSet,
                new TreeMap<>(chosen),
                Optional.empty(),
                Choices.NONE,
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
}
