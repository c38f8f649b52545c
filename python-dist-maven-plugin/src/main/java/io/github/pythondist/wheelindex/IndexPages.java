package io.github.pythondist.wheelindex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The pages of an index of packages, as HTML (PEP 503) and as JSON (PEP 691), both of version 1.1 (PEP 629, PEP 700).
 * Links are relative.
 */
final class IndexPages {

    /** By this line of its first page an index is known to be ours. */
    static final String GENERATOR = "<meta name=\"generator\" content=\"python-dist\">";

    private static final String API_VERSION = "1.1";

    private final String files;

    /**
     * @param files where a project's page finds the files, with a slash at its end
     */
    IndexPages(String files) {
        this.files = files;
    }

    String projects(Collection<String> names) {
        StringBuilder anchors = new StringBuilder();
        for (String name : names) {
            anchors.append("    <a href=\"")
                    .append(inUrl(name))
                    .append("/\">")
                    .append(inHtml(name))
                    .append("</a><br>\n");
        }
        return page("Packages", anchors);
    }

    String projectsJson(Collection<String> names) {
        ObjectNode page = json();
        ArrayNode projects = page.putArray("projects");
        names.forEach(name -> projects.addObject().put("name", name));
        return JsonText.of(page);
    }

    String project(String name, List<WheelFile> wheels) {
        StringBuilder anchors = new StringBuilder();
        for (WheelFile wheel : wheels) {
            String metadata = "sha256=" + Digest.of(wheel.metadata());
            anchors.append("    <a href=\"").append(inHtml(url(wheel))).append("#sha256=");
            anchors.append(wheel.wheel().sha256()).append('"');
            Optional<String> python = wheel.requiresPython();
            python.ifPresent(versions -> attribute(anchors, "data-requires-python", versions));
            attribute(anchors, "data-core-metadata", metadata);
            // The name that PEP 714 replaced: pip before 23.3 knows no other.
            attribute(anchors, "data-dist-info-metadata", metadata);
            anchors.append('>').append(inHtml(wheel.fileName())).append("</a><br>\n");
        }
        return page(name, anchors);
    }

    String projectJson(String name, List<WheelFile> wheels) {
        ObjectNode page = json();
        page.put("name", name);
        ArrayNode versions = page.putArray("versions");
        wheels.stream().map(wheel -> wheel.wheel().version()).distinct().forEach(versions::add);
        ArrayNode list = page.putArray("files");
        for (WheelFile wheel : wheels) {
            String metadata = Digest.of(wheel.metadata()).hex();
            ObjectNode file = list.addObject();
            file.put("filename", wheel.fileName());
            file.put("url", url(wheel));
            file.put("size", wheel.size());
            file.putObject("hashes").put("sha256", wheel.wheel().sha256().hex());
            wheel.requiresPython().ifPresent(text -> file.put("requires-python", text));
            file.putObject("core-metadata").put("sha256", metadata);
            file.putObject("dist-info-metadata").put("sha256", metadata);
        }
        return JsonText.of(page);
    }

    private String url(WheelFile wheel) {
        return files + inUrl(wheel.fileName());
    }

    private static ObjectNode json() {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.putObject("meta").put("api-version", API_VERSION);
        return page;
    }

    private static String page(String title, CharSequence anchors) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <meta name="pypi:repository-version" content="%s">
                    %s
                    <title>%s</title>
                  </head>
                  <body>
                    <h1>%s</h1>
                %s  </body>
                </html>
                """.formatted(API_VERSION, GENERATOR, inHtml(title), inHtml(title), anchors);
    }

    private static void attribute(StringBuilder html, String name, String value) {
        html.append(' ').append(name).append("=\"").append(inHtml(value)).append('"');
    }

    /** As text or in double quotes. */
    private static String inHtml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** One part of a path (RFC 3986, 3.3). */
    private static String inUrl(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
