package io.github.pythondist.wheelindex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.wheelindex.ReproducedWheel.Origin;
import java.util.List;

/**
 * What it takes to build a wheel again to the same bytes, as JSON that follows {@code wheel-buildinfo-1.schema.json}: the
 * file that came out, and all that went in, each with its SHA-256. Lists are in the order of the build; there is no clock
 * and no place of the machine in it.
 */
final class WheelBuildInfo {

    /** The Maven type. It is not {@code buildinfo}, which is of another format (Reproducible Builds for the JVM). */
    static final String TYPE = "buildinfo.json";

    static final int SCHEMA = 1;

    private WheelBuildInfo() {}

    /**
     * @param plugin that built it
     */
    static String make(WheelFile file, Coordinates plugin) {
        ReproducedWheel wheel = file.wheel();
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("schema", SCHEMA);
        info.put("name", wheel.name());
        info.put("version", wheel.version());
        info.putObject("wheel")
                .put("file", file.fileName())
                .put("size", file.size())
                .put("sha256", wheel.sha256().hex());
        put(info.putObject("sdist"), wheel.sdist());
        info.putObject("plugin")
                .put("groupId", plugin.groupId())
                .put("artifactId", plugin.artifactId())
                .put("version", plugin.version());
        Coordinates interpreter = wheel.interpreter().coordinates();
        info.putObject("interpreter")
                .put("groupId", interpreter.groupId())
                .put("artifactId", interpreter.artifactId())
                .put("version", interpreter.version())
                .put("type", interpreter.type())
                .put("classifier", interpreter.classifier())
                .put("sha256", wheel.interpreter().archive().hex())
                .put("python", wheel.interpreter().pythonVersion());
        info.put("environment", wheel.environment());
        info.put("sourceDateEpoch", wheel.epochSecond());
        ObjectNode settings = info.putObject("settings");
        wheel.settings().forEach(settings::put);
        ObjectNode variables = info.putObject("variables");
        wheel.variables().forEach(variables::put);
        list(info.putArray("requires"), wheel.requires());
        if (!wheel.crates().isEmpty()) {
            list(info.putArray("crates"), wheel.crates());
        }
        ArrayNode patches = info.putArray("patches");
        wheel.patches().forEach(patch -> patches.addObject()
                .put("file", patch.file())
                .put("sha256", patch.sha256().hex())
                .put("base64", patch.base64()));
        list(
                info.putArray("components"),
                wheel.components().stream()
                        .map(ReproducedWheel.LinkedComponent::source)
                        .toList());
        ArrayNode axes = info.putArray("axes");
        wheel.axes().forEach(axes::add);
        return JsonText.of(info);
    }

    private static void list(ArrayNode array, List<Origin> origins) {
        origins.forEach(origin -> put(array.addObject(), origin));
    }

    private static void put(ObjectNode node, Origin origin) {
        node.put("name", origin.name())
                .put("version", origin.version())
                .put("file", origin.file())
                .put("sha256", origin.sha256().hex());
    }
}
