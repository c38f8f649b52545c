package io.github.pythondist.overview;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code wheels.json} tells, as far as a page shows it. Lists that the file lacks are empty, and so are texts;
 * members that this version does not know are passed over. Nothing in it is to be trusted: names, logs and contents of
 * wheels come from the packages.
 *
 * @param runs oldest first
 * @param axes what the second build had otherwise
 * @param packages in no order
 */
record TrackedWheels(List<Run> runs, List<VariedAxis> axes, List<Tracked> packages) {

    private static final int SCHEMA = 1;

    private static final String AGAIN =
            "Restore the file from version control, or delete it and run python-dist:wheels again";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual, config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Integer, config -> config.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withConfigOverride(
                    List.class, override -> override.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
            .build();

    TrackedWheels {
        runs = copy(runs);
        axes = copy(axes);
        packages = copy(packages);
    }

    /** What became of a package. */
    enum State {
        REPRODUCIBLE("the same wheel from both builds, byte for byte"),
        DIFFERENT("a wheel from both builds, but not the same"),
        FAILED("no wheel: the build failed"),
        LACKING("no wheel: the build needs what its environment does not have"),
        UNAVAILABLE("no source distribution to build from");

        private final String meaning;

        State(String meaning) {
            this.meaning = meaning;
        }

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        String meaning() {
            return meaning;
        }
    }

    /**
     * A run over all packages.
     *
     * @param date such as {@code 2026-11-22}
     */
    record Run(
            String date,
            String python,
            String interpreter,
            String environment,
            int packages,
            int reproducible,
            int different,
            int failed,
            int lacking,
            int unavailable) {

        Run {
            date = text(date);
            python = text(python);
            interpreter = text(interpreter);
            environment = text(environment);
        }
    }

    /**
     * An axis of the second build.
     *
     * @param outcome {@code varied}, {@code not varied} or {@code left out}
     * @param first what the first build saw
     * @param second what the second build saw
     * @param why it was not varied, or empty
     */
    record VariedAxis(String axis, String outcome, String first, String second, String why) {

        VariedAxis {
            axis = text(axis);
            outcome = text(outcome);
            first = text(first);
            second = text(second);
            why = text(why);
        }
    }

    /**
     * A package.
     *
     * @param since date from which on it is in this state
     * @param sdist what it was built from, or null
     * @param wheel of the first build, or null
     * @param second wheel of the second build, or null
     * @param log the last lines of a failed build
     * @param requires what it was built with
     * @param recipe why it needed a recipe, or empty
     * @param history oldest first
     */
    record Tracked(
            String name,
            String version,
            State state,
            String since,
            @Nullable PackageFile sdist,
            @Nullable PackageFile wheel,
            @Nullable PackageFile second,
            List<Difference> differences,
            String why,
            List<String> log,
            List<String> requires,
            String recipe,
            List<String> notes,
            List<Past> history) {

        Tracked {
            name = text(name);
            version = text(version);
            since = text(since);
            differences = copy(differences);
            why = text(why);
            log = copy(log);
            requires = copy(requires);
            recipe = text(recipe);
            notes = copy(notes);
            history = copy(history);
        }
    }

    /**
     * A source distribution or a wheel.
     *
     * @param size in bytes, or null
     * @param sha256 in hexadecimal, or empty
     */
    record PackageFile(String file, @Nullable Long size, String sha256) {

        PackageFile {
            file = text(file);
            sha256 = text(sha256);
        }
    }

    /**
     * A difference between two wheels, as the comparison of the goal {@code reproduce} tells it.
     *
     * @param where from the outside in; empty for the wheel itself
     * @param offset in bytes, or null
     * @param more how many further parts differ in the same way
     */
    record Difference(
            List<String> where,
            String kind,
            String what,
            String first,
            String second,
            @Nullable Long offset,
            int more) {

        Difference {
            where = copy(where);
            kind = text(kind);
            what = text(what);
            first = text(first);
            second = text(second);
        }
    }

    /** What became of a package in an earlier run. */
    record Past(String date, String version, State state, String sha256) {

        Past {
            date = text(date);
            version = text(version);
            sha256 = text(sha256);
        }
    }

    /**
     * Reads the file.
     *
     * @throws BuildFailure if it is missing, no JSON, of another schema, or if a member has the wrong type
     */
    static TrackedWheels read(Path file) {
        JsonNode tree = tree(file);
        JsonNode schema = tree.path("schema");
        if (!schema.isInt()) {
            throw new BuildFailure("The file " + file + " is no record of tracked wheels")
                    .detail("it has no number \"schema\"")
                    .remedy("Name the wheels.json that python-dist:wheels wrote");
        }
        if (schema.intValue() != SCHEMA) {
            throw new BuildFailure("The file " + file + " has the schema " + schema.intValue()
                            + ", and this version of python-dist reads " + SCHEMA)
                    .remedy("Use the version of the plugin that wrote it, or delete it and run python-dist:wheels"
                            + " again");
        }
        try {
            TrackedWheels wheels = JSON.treeToValue(tree, TrackedWheels.class);
            wheels.check(file);
            return wheels;
        } catch (JsonMappingException e) {
            throw new BuildFailure("The file " + file + " is no record of tracked wheels")
                    .detail(place(e) + ": " + expectation(e))
                    .remedy(AGAIN);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read is a tree", e);
        }
    }

    private static JsonNode tree(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new BuildFailure("There is no " + file).remedy("Run python-dist:wheels first, which writes it");
        } catch (JsonProcessingException e) {
            throw new BuildFailure("The file " + file + " is no JSON")
                    .detail(
                            e instanceof MismatchedInputException
                                    ? "something follows its end"
                                    : e.getOriginalMessage())
                    .remedy(AGAIN);
        } catch (IOException e) {
            throw new BuildFailure("Cannot read " + file, e);
        }
    }

    private void check(Path file) {
        for (int i = 0; i < packages.size(); i++) {
            Tracked tracked = packages.get(i);
            String missing = tracked.name().isBlank() ? "name" : tracked.state() == null ? "state" : "";
            if (!missing.isEmpty()) {
                throw new BuildFailure("The file " + file + " is no record of tracked wheels")
                        .detail("packages[" + i + "] has no " + missing)
                        .remedy(AGAIN);
            }
        }
    }

    /** Such as {@code packages[3].wheel.size}. */
    private static String place(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "at the top" : path.toString();
    }

    private static String expectation(JsonMappingException e) {
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == State.class) {
            return "must be one of "
                    + Arrays.stream(State.values()).map(State::label).collect(Collectors.joining(", "));
        }
        if (type == String.class) {
            return "must be a text";
        }
        if (type == int.class || type == Long.class) {
            return "must be a whole number";
        }
        if (type != null && List.class.isAssignableFrom(type)) {
            return "must be a list, without null in it";
        }
        return type != null && Record.class.isAssignableFrom(type) ? "must be an object" : e.getOriginalMessage();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static <T> List<T> copy(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
