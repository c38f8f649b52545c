package io.github.pythondist.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.environment.Conditions;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Surroundings of a second build")
final class VariationsTest {

    @TempDir
    private Path tools;

    @Test
    @DisplayName("an axis that is left out is as in the first build")
    void nothing() throws Exception {
        Variation variation = of(EnumSet.noneOf(Axis.class), Tier.NAMESPACES);
        assertThat(variation.place()).isEmpty();
        assertThat(variation.conditions()).isEqualTo(Conditions.STANDARD);
        assertThat(variation.variables()).isEmpty();
        assertThat(variation.library()).isEmpty();
    }

    @ParameterizedTest(name = "{0} in {1}")
    @DisplayName("an axis changes what it says, and nothing else")
    @CsvSource({
        "clock, NAMESPACES, clock=",
        "directory-order, NAMESPACES, order=",
        "kernel, NAMESPACES, release=",
        "cores, NAMESPACES, cpu=",
        "hostname, CHROOT, node=",
        "hostname, HOST, node="
    })
    void library(String axis, Tier tier, String setting) throws Exception {
        Variation variation = of(Axis.parse(List.of(axis)), tier);
        assertThat(variation.variables()).containsOnlyKeys("PYTHON_DIST_VARY");
        assertThat(variation.variables().get("PYTHON_DIST_VARY"))
                .startsWith(setting)
                .doesNotContain(",");
        assertThat(variation.library()).contains("/vary/vary.so");
        assertThat(variation.place()).isEmpty();
    }

    @Test
    @DisplayName("a namespace has a host name of its own, and needs no library for it")
    void hostName() throws Exception {
        Variation variation = of(Set.of(Axis.HOSTNAME), Tier.NAMESPACES);
        assertThat(variation.conditions().hostName()).isNotEqualTo(Conditions.STANDARD.hostName());
        assertThat(variation.library()).isEmpty();
    }

    @Test
    @DisplayName("another user has another name")
    void user() throws Exception {
        Conditions conditions = of(Set.of(Axis.USER), Tier.NAMESPACES).conditions();
        assertThat(conditions.user()).isNotEqualTo(Conditions.STANDARD.user());
        assertThat(Files.readString(conditions.users().orElseThrow()))
                .contains(":x:" + conditions.user() + ":" + conditions.user() + ":");
        assertThat(conditions.umask()).isEqualTo(Conditions.STANDARD.umask());
    }

    private Variation of(Set<Axis> axes, Tier tier) throws Exception {
        return new Variations(axes).variation(tools, tier);
    }
}
