package io.github.pythondist.bill;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.List;

/**
 * CycloneDX's own JSON Schema, from its library; nothing is downloaded. Its parser could validate too, but would tell
 * the user of keywords in the schema that it does not know.
 */
public final class BillSchema {

    private static final String FOLDER = "http://cyclonedx.org/schema/";

    private BillSchema() {}

    /**
     * @param version such as {@code 1.6}
     * @return where and how a bill of materials breaks the schema, sorted; empty if it does not
     */
    public static List<String> violations(String version, String json) {
        return schema(version).validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .sorted()
                .toList();
    }

    private static Schema schema(String version) {
        Dialect dialect = Dialect.builder(Dialects.getDraft7())
                .keyword(new NonValidationKeyword("deprecated"))
                .keyword(new NonValidationKeyword("meta:enum"))
                .build();
        return SchemaRegistry.withDialect(
                        dialect,
                        registry -> registry.schemaIdResolvers(resolvers -> resolvers.mapPrefix(FOLDER, "classpath:")))
                .getSchema(SchemaLocation.of(FOLDER + "bom-" + version + ".schema.json"));
    }
}
