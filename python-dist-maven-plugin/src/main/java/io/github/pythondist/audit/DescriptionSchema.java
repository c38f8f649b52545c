package io.github.pythondist.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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
        return schema().validate(tree).stream().map(Error::toString).sorted().toList();
    }

    private static Schema schema() {
        try (InputStream in = DescriptionSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the plugin lacks " + RESOURCE);
            }
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
