package io.github.pythondist.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.catalog.Component;
import io.github.pythondist.report.BuildFailure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Order of components")
final class ComponentOrderTest {

    @Test
    @DisplayName("each comes after its dependencies, equals by name, whatever order they are asked in")
    void dependenciesComeFirst() {
        Function<String, Component> graph = graph(Map.of(
                "readline", List.of("terminal"),
                "terminal", List.of(),
                "database", List.of(),
                "shell", List.of("readline", "database")));

        assertThat(ComponentBuilder.order(List.of("shell", "terminal"), graph))
                .extracting(Component::name)
                .containsExactly("database", "terminal", "readline", "shell");
        assertThat(ComponentBuilder.order(List.of("terminal", "shell"), graph))
                .extracting(Component::name)
                .containsExactly("database", "terminal", "readline", "shell");
    }

    @Test
    @DisplayName("a circle is named in full")
    void circleIsNamed() {
        Function<String, Component> graph = graph(Map.of("a", List.of("b"), "b", List.of("c"), "c", List.of("b")));

        assertThatThrownBy(() -> ComponentBuilder.order(List.of("a"), graph))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("b -> c -> b");
    }

    private static Function<String, Component> graph(Map<String, List<String>> edges) {
        return name -> new Component(
                name, "", "", null, "MIT", edges.get(name), null, List.of(), Collections.emptySortedMap());
    }
}
