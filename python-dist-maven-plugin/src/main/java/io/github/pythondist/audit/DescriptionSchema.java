package io.github.pythondist.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Validates descriptions by the JSON Schema (draft 2020-12) that is part of the plugin and of its site. */
final class DescriptionSchema {

    static final String RESOURCE = "/schema/python-dist-1.schema.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private DescriptionSchema() {}

    /** Where and how a description breaks the schema, sorted; empty if it does not. */
    static List<String> violations(byte[] json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return List.of("is no JSON: " + e.getOriginalMessage());
        }
        return schema().validate(tree).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    private static JsonSchema schema() {
        try (InputStream in = DescriptionSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the plugin lacks " + RESOURCE);
            }
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
