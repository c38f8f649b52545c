package io.github.pythondist.distribution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The built tree's {@code PYTHON.json}: format version 8 of python-build-standalone's distributions, made by the recipe
 * and completed here with licences, which the recipe does not know.
 */
final class PythonJson {

    /** Dedicated to the public domain, by the SPDX list's ids. */
    private static final Set<String> PUBLIC_DOMAIN = Set.of("blessing", "CC0-1.0", "Unlicense", "CC-PDDC");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final ObjectNode root;

    private PythonJson(ObjectNode root) {
        this.root = root;
    }

    static PythonJson read(Path file) throws IOException {
        if (!(JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode root)) {
            throw new BuildFailure("The recipe of CPython wrote no description of its tree to " + file);
        }
        return new PythonJson(root);
    }

    String executable() {
        return text("python_exe");
    }

    String libpython() {
        return root.at("/build_info/core/shared_lib").asText();
    }

    String stdlib() {
        return root.at("/python_paths/stdlib").asText();
    }

    /** Such as {@code cp313}. */
    String pythonTag() {
        return text("python_tag");
    }

    /** Such as {@code cp313t}: the ABI part of a wheel's tag (PEP 425). */
    String abiTag() {
        return text("python_tag") + text("python_abi_tag");
    }

    /**
     * The file with licences: those of CPython at the top, and of each extension module those of the components and of
     * the bundled code that it links.
     *
     * @param texts paths of the licence texts in the archive
     */
    byte[] withLicenses(DistributionPlan plan, Collection<String> texts) {
        ObjectNode complete = root.deepCopy();
        complete.set("licenses", array(ids(plan.series().license())));
        complete.put(
                "license_path",
                "licenses/cpython/"
                        + plan.cpythonDefinition().licenseFiles().get(0).path());
        for (Map.Entry<String, JsonNode> extension :
                complete.at("/build_info/extensions").properties()) {
            for (JsonNode variant : extension.getValue()) {
                license((ObjectNode) variant, extension.getKey(), plan, texts);
            }
        }
        DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        try {
            // Through a map, which is written sorted.
            Map<?, ?> sorted = JSON.treeToValue(complete, Map.class);
            return (JSON.writer(printer).writeValueAsString(sorted) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON is always JSON", e);
        }
    }

    private static void license(ObjectNode variant, String module, DistributionPlan plan, Collection<String> texts) {
        Set<String> licenses = new TreeSet<>();
        Set<String> paths = new TreeSet<>();
        List<String> uses = plan.extensions().modules().containsKey(module)
                ? plan.extensions().modules().get(module).uses()
                : List.of();
        for (Component component : plan.components()) {
            if (uses.contains(component.name())) {
                String own = plan.definition(component).license();
                licenses.addAll(ids(own == null ? component.license() : own));
                String folder = "licenses/" + component.name() + "/";
                texts.stream().filter(text -> text.startsWith(folder)).forEach(paths::add);
            }
        }
        for (ChosenFiles.Code code : plan.chosen().modules()) {
            if (code.choice().name().equals(module)) {
                licenses.addAll(ids(code.choice().license()));
                texts.stream()
                        .filter(text -> text.startsWith("licenses/" + module + "/"))
                        .forEach(paths::add);
            }
        }
        for (Series.Bundled bundled : plan.series().bundled()) {
            if (bundled.usedBy().contains(module)) {
                for (String id : ids(bundled.license())) {
                    licenses.add(id);
                    String path = "licenses/spdx/" + id + ".txt";
                    if (texts.contains(path)) {
                        paths.add(path);
                    }
                }
            }
        }
        if (!licenses.isEmpty()) {
            variant.set("licenses", array(licenses));
            variant.set("license_paths", array(paths));
            variant.put("license_public_domain", PUBLIC_DOMAIN.containsAll(licenses));
        }
    }

    /** The licence ids of an SPDX expression, exceptions among them. */
    private static Set<String> ids(String expression) {
        Set<String> ids = new TreeSet<>();
        for (String word : expression.split("[\\s()]+", -1)) {
            if (!word.isEmpty() && !Set.of("AND", "OR", "WITH").contains(word)) {
                ids.add(word);
            }
        }
        return ids;
    }

    private static ArrayNode array(Collection<String> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(array::add);
        return array;
    }

    private String text(String key) {
        return root.path(key).asText();
    }
}
