package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.reproduce.AxisResult;
import io.github.pythondist.reproduce.DifferenceKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The JSON Schemas of wheels.json and wheels.lock.json")
final class TrackSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORD = "wheels-1";
    private static final String LOCK = "wheels-lock-1";
    private static final Path TABLE = Path.of("..", "wheels");

    private static JsonNode schema(String name) throws IOException {
        try (InputStream schema = TrackSchemaTest.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
            return JSON.readTree(schema);
        }
    }

    private static List<String> violations(String schema, JsonNode content) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema(schema))
                .validate(content)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonNode table(String file) throws IOException {
        return JSON.readTree(TABLE.resolve(file).toFile());
    }

    @Test
    @DisplayName("hold for the table of the packages that are downloaded most")
    void holdForTheTable() throws IOException {
        assertThat(violations(RECORD, table("wheels.json"))).isEmpty();
        assertThat(violations(LOCK, table("wheels.lock.json"))).isEmpty();
    }

    @Test
    @DisplayName("do not hold for an unknown state, or a package with neither sdist nor problem")
    void refuse() throws IOException {
        JsonNode record = table("wheels.json");
        ((ObjectNode) record.path("packages").get(0)).put("state", "fine");
        JsonNode lock = table("wheels.lock.json");
        ((ObjectNode) lock.path("packages").get(0)).remove("sha256");

        assertThat(violations(RECORD, record)).singleElement().asString().contains("/packages/0/state");
        assertThat(violations(LOCK, lock)).isNotEmpty().allMatch(violation -> violation.contains("/packages/0"));
    }

    @Test
    @DisplayName("know all states, kinds of differences, outcomes and environments that there are")
    void knowAll() throws IOException {
        JsonNode schema = schema(RECORD);

        assertThat(words(schema, "/$defs/state/enum")).isEqualTo(labels(TrackState.values(), TrackState::label));
        assertThat(words(schema, "/$defs/difference/properties/kind/enum"))
                .isEqualTo(labels(DifferenceKind.values(), DifferenceKind::label));
        assertThat(words(schema, "/properties/axes/items/properties/outcome/enum"))
                .isEqualTo(labels(AxisResult.Outcome.values(), AxisResult.Outcome::label));
        assertThat(words(schema, "/properties/runs/items/properties/environment/enum"))
                .isEqualTo(labels(Tier.values(), Tier::label));
    }

    private static List<String> words(JsonNode schema, String pointer) {
        return JSON.convertValue(
                schema.at(pointer), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private static <T> List<String> labels(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).toList();
    }
}
