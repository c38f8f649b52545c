package io.github.pythondist.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

    private static final String REMEDY = "The keys of each file are described in the catalog's README.md";

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
            Iterator<Object> documents = new Load(settings)
                    .loadAllFromString(Files.readString(file, StandardCharsets.UTF_8))
                    .iterator();
            if (!documents.hasNext()) {
                throw new BuildFailure("The catalog file " + label + " is empty").remedy(REMEDY);
            }
            Object tree = documents.next();
            if (documents.hasNext()) {
                throw new IllegalArgumentException("it holds several documents; one is expected");
            }
            refuseEndless(tree, new ArrayList<>());
            T read = MAPPER.convertValue(tree, type);
            if (read == null) {
                throw new IllegalArgumentException("it holds no keys");
            }
            return read;
        } catch (YamlEngineException e) {
            throw new BuildFailure("The catalog file " + label + " is not valid YAML", e).remedy(REMEDY);
        } catch (IllegalArgumentException e) {
            throw invalid(label, e);
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the catalog file " + file, e);
        }
    }

    /** What a record's constructor says of its values, or what does not fit the record. */
    private static String problem(JsonMappingException mapping) {
        return mapping instanceof ValueInstantiationException
                        && mapping.getCause() instanceof IllegalArgumentException own
                ? own.getMessage()
                : mapping.getOriginalMessage();
    }

    private static BuildFailure invalid(String label, IllegalArgumentException e) {
        BuildFailure failure = new BuildFailure("The catalog file " + label + " does not have the expected form");
        if (e.getCause() instanceof JsonMappingException mapping) {
            failure.detail(mapping.getPathReference().replaceAll("io\\.github\\.pythondist\\.[\\w.$]*\\.", "") + ": "
                    + problem(mapping));
        } else {
            failure.detail(e.getMessage() == null ? "a value is missing" : e.getMessage());
        }
        return failure.remedy(REMEDY);
    }

    /** An alias may stand within what it names, and such a tree has no end. */
    private static void refuseEndless(Object node, List<Object> above) {
        Collection<?> children =
                node instanceof Map<?, ?> map ? map.values() : node instanceof Collection<?> list ? list : List.of();
        if (children.isEmpty()) {
            return;
        }
        if (above.stream().anyMatch(one -> one == node)) {
            throw new IllegalArgumentException("an alias (*) stands within what it names");
        }
        above.add(node);
        children.forEach(child -> refuseEndless(child, above));
        above.remove(above.size() - 1);
    }
}
