package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Recipes of packages")
final class RecipeBookTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("all of the catalog are well-formed, and what they name is in each source set")
    void ofCatalog() {
        Catalog catalog = catalog();
        assertThat(catalog.wheelRecipeNames()).contains("pyyaml", "cffi");
        for (String sourceSet : catalog.sourceSetNames()) {
            RecipeBook book = read(catalog, Map.of(), sourceSet, catalog.wheelRecipeNames());
            assertThat(book.components(catalog)).extracting(Component::name).contains("libyaml", "libffi");
        }
    }

    @Test
    @DisplayName("one of the project takes the place of the catalog's, whole, with patches of the project")
    void ofProject() throws IOException {
        Path patch = write("project/src/wheels/timely.patch", "a patch");
        WheelRecipe own = recipe(List.of(), List.of("zlib"), List.of("src/wheels/timely.patch"));
        RecipeBook book = read(catalog(), Map.of("pyyaml", own), "default", List.of("cffi", "pyyaml"));
        assertThat(book.of("pyyaml")).isEqualTo(own);
        assertThat(book.patches("pyyaml")).containsExactly(patch);
        assertThat(book.components(catalog())).extracting(Component::name).containsExactly("libffi", "zlib");
        assertThat(book.needing(catalog().component("zlib"), catalog())).containsExactly("pyyaml");
        assertThat(book.of("other").isEmpty()).isTrue();
        assertThat(book.patches("other")).isEmpty();
    }

    @Test
    @DisplayName("patches of the catalog are below wheels/")
    void patches() throws IOException {
        write("catalog/wheels/recipes/example.yaml", "reason: It is not timely.\npatches: [patches/timely.patch]\n");
        write("catalog/wheels/patches/timely.patch", "a patch");
        RecipeBook book = read(catalog(), Map.of(), "default", List.of("example"));
        assertThat(book.patches("example")).singleElement().satisfies(file -> assertThat(file)
                .hasContent("a patch"));
    }

    @Test
    @DisplayName("a patch that is missing is named, with the recipe and where it was looked for")
    void missingPatch() throws IOException {
        WheelRecipe own = recipe(List.of(), List.of(), List.of("src/wheels/none.patch"));
        refused(Map.of("example", own), "example")
                .hasMessageContaining("The recipe of example in the POM")
                .hasMessageContaining(
                        directory.resolve("project/src/wheels/none.patch").toString());
        // A folder is no patch, and nothing outside of wheels/ is one.
        for (String patch : List.of("patches/none.patch", "recipes", "../components/zlib/build.sh", "/etc/passwd")) {
            write("catalog/wheels/recipes/example.yaml", "reason: It is so.\npatches: [" + patch + "]\n");
            refused(Map.of(), "example")
                    .hasMessageContaining("wheels/recipes/example.yaml")
                    .hasMessageContaining("wheels/" + patch);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            components: [no-such-library]  | component that there is not: 'no-such-library'
            components: libyaml            | a list should stand here
            component: [libyaml]           | there is no key 'component'; known: components, constraints
            constraints: [setuptools 81]   | 'constraints' that is no requirement: 'setuptools 81'
            requires: ['-r file']          | 'requires' that is no requirement: '-r file'
            requires: ['']                 | 'requires' has an empty entry
            timeout: soon                  | 'soon' is not a number
            timeout: -1                    | must be a number of seconds
            variables: {A B: x}            | a name that no variable has: 'A B'
            variables: [A]                 | a table of keys and values should stand here
            """)
    @DisplayName("a mistake is told, with the recipe that has it")
    void mistakes(String line, String message) throws IOException {
        write("catalog/wheels/recipes/example.yaml", "reason: It is so.\n" + line + "\n");
        refused(Map.of(), "example")
                .hasMessageContaining("wheels/recipes/example.yaml")
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("one without a reason, or under a name that no package has, is refused")
    void misnamed() throws IOException {
        write("catalog/wheels/recipes/example.yaml", "timeout: 1\n");
        refused(Map.of(), "example").hasMessageContaining("'reason' is missing");
        write("catalog/wheels/recipes/Other_Name.yaml", "reason: It is so.\n");
        refused(Map.of(), "cffi").hasMessageContaining("Other_Name.yaml").hasMessageContaining("other-name.yaml");
    }

    @Test
    @DisplayName("a component has to be in the source set")
    void sourceSet() throws IOException {
        write("catalog/source-sets/mine.yaml", "name: mine\ndescription: Mine.\ncomponents: {zlib: 1.3.2}\n");
        assertThatThrownBy(() -> read(catalog(), Map.of(), "mine", List.of("pyyaml")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("'mine' has no version of the component libyaml")
                .hasMessageContaining("wheels/recipes/pyyaml.yaml")
                .hasMessageContaining("0.2.5");
    }

    private AbstractThrowableAssert<?, ?> refused(Map<String, WheelRecipe> own, String name) {
        return assertThatThrownBy(() -> read(catalog(), own, "default", List.of(name)))
                .isInstanceOf(BuildFailure.class);
    }

    private RecipeBook read(Catalog catalog, Map<String, WheelRecipe> own, String sourceSet, List<String> names) {
        return RecipeBook.read(new TreeMap<>(own), directory.resolve("project"), sourceSet, catalog, names);
    }

    private static WheelRecipe recipe(List<String> constraints, List<String> components, List<String> patches) {
        return new WheelRecipe(
                "it is so", new TreeMap<>(), new TreeMap<>(), constraints, List.of(), components, patches, 0);
    }

    private Catalog catalog() {
        Path own = directory.resolve("catalog");
        return new CatalogStore(directory.resolve("store"))
                .open(Files.isDirectory(own) ? Optional.of(own) : Optional.empty());
    }

    private Path write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
