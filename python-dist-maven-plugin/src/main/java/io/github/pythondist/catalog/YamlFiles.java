package io.github.pythondist.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** YAML files read into records; keys are in kebab-case, unknown ones are errors. */
final class YamlFiles {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private YamlFiles() {}

    /**
     * @param label how messages call the file
     */
    static <T> T read(Path file, Class<T> type, String label) {
        try {
            // The failsafe schema keeps every scalar a string: 3.10 is a version, not the number 3.1.
            LoadSettings settings = LoadSettings.builder()
                    .setSchema(new FailsafeSchema())
                    .setAllowDuplicateKeys(false)
                    .setLabel(label)
                    .build();
            Object tree = new Load(settings).loadFromString(Files.readString(file, StandardCharsets.UTF_8));
            if (tree == null) {
                throw new BuildFailure("The catalog file " + label + " is empty");
            }
            return MAPPER.convertValue(tree, type);
        } catch (YamlEngineException e) {
            throw new BuildFailure("The catalog file " + label + " is not valid YAML", e);
        } catch (IllegalArgumentException e) {
            throw invalid(label, e);
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the catalog file " + file, e);
        }
    }

    private static BuildFailure invalid(String label, IllegalArgumentException e) {
        BuildFailure failure = new BuildFailure("The catalog file " + label + " does not have the expected form");
        if (e.getCause() instanceof JsonMappingException mapping) {
            failure.detail(mapping.getPathReference().replaceAll("io\\.github\\.pythondist\\.[\\w.$]*\\.", "") + ": "
                    + mapping.getOriginalMessage());
        } else {
            failure.detail(String.valueOf(e.getMessage()));
        }
        return failure.remedy("The keys of each file are described in the catalog's README.md");
    }
}
