package io.github.pythondist.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
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
                    .setSchema(new Strings())
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
        } catch (MissingValue e) {
            throw new BuildFailure("The catalog file " + label + " lacks a value")
                    .detail(e.getMessage())
                    .remedy(REMEDY);
        } catch (YamlEngineException e) {
            // Its text shows the place; as a cause it would be shown once more.
            throw new BuildFailure("The catalog file " + label + " is not valid YAML")
                    .detail(String.valueOf(e.getMessage()))
                    .remedy(REMEDY);
        } catch (IllegalArgumentException e) {
            throw invalid(label, e);
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the catalog file " + file, e);
        }
    }

    /** Nothing stands where a value should, which no key of any file may have. */
    private static final class MissingValue extends YamlEngineException {

        @Serial
        private static final long serialVersionUID = 1L;

        MissingValue(Node node) {
            super("there is no value"
                    + node.getStartMark()
                            .map(mark -> mark.toString().stripTrailing())
                            .orElse(""));
        }
    }

    /** The failsafe schema; that has no word for a value that is left out, which the parser finds all the same. */
    private static final class Strings extends FailsafeSchema {

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of(Tag.NULL, node -> {
                throw new MissingValue(node);
            });
        }
    }

    /** Where in the file, as keys from the outermost to the innermost. */
    private static String place(List<JsonMappingException.Reference> path) {
        return path.stream()
                .map(step -> step.getFieldName() == null ? "entry " + (step.getIndex() + 1) : step.getFieldName())
                .collect(Collectors.joining(", "));
    }

    /** What a record's constructor says of its values, or what does not fit the record: in words of YAML, not of Java. */
    private static String problem(JsonMappingException mapping) {
        if (mapping instanceof ValueInstantiationException) {
            // List.copyOf and its kin refuse what is not there.
            return mapping.getCause() instanceof IllegalArgumentException own
                    ? own.getMessage()
                    : "a key that is needed is missing";
        }
        if (mapping instanceof UnrecognizedPropertyException unknown) {
            return "there is no key '" + unknown.getPropertyName() + "'; known: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (mapping instanceof InvalidFormatException format) {
            return "'" + format.getValue() + "' is not " + expected(format.getTargetType());
        }
        return mapping instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? expected(mismatch.getTargetType()) + " should stand here"
                : mapping.getOriginalMessage();
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> MAPPER.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == String.class) {
            return "a single value";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "a table of keys and values";
    }

    private static BuildFailure invalid(String label, IllegalArgumentException e) {
        BuildFailure failure = new BuildFailure("The catalog file " + label + " does not have the expected form");
        if (e.getCause() instanceof JsonMappingException mapping) {
            List<JsonMappingException.Reference> path = mapping.getPath();
            // An unknown key is the end of its own path.
            int end = path.size() - (mapping instanceof UnrecognizedPropertyException ? 1 : 0);
            String place = place(path.subList(0, end));
            failure.detail((place.isEmpty() ? "" : place + ": ") + problem(mapping));
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
