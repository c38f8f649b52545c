package io.github.pythondist.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The page of tracked wheels")
final class WheelPageTest {

    /** A half of a surrogate pair can be written as an escape alone. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Markup, quotes of both kinds, the ends of elements, a reference, and what cannot be seen or written. */
    private static final String HOSTILE = "<script>alert(1)</script></style></title><img src=x onerror='alert(1)'>"
            + "\" autofocus onfocus=\"alert(1) &lt;b&gt; {{name}} \u202egnp.exe \u0000\u0007\ud800 ";

    @TempDir
    private Path directory;

    @Test
    @DisplayName("has a row for each package, by normalised name, with state, kind of wheel, date and finding")
    void rows() throws IOException {
        assertThat(cells(page(fixture())))
                .containsExactly(
                        "attrs | 25.4.0 | reproducible | pure Python | 2026-11-22 | attrs: details",
                        "cryptography | 46.0.3 | failed |  | 2026-10-03 | cryptography: the build ended with 1",
                        "docutils | 0.22.3 | different | pure Python | 2026-10-03 | docutils: time in line 3, and 4 more",
                        "no-such-package |  | unavailable |  |  | no-such-package: the index does not know it",
                        "PyYAML | 6.0.3 | reproducible | manylinux_2_17_x86_64 | 2026-10-03 | PyYAML: details",
                        "zope.interface | 8.1 | lacking |  | 2026-11-22 | zope.interface: needs the program cmake");
    }

    @Test
    @DisplayName("tells the rest of a package in a part that opens")
    void panels() throws IOException {
        Document page = page(fixture());

        assertThat(panel(page, "docutils"))
                .containsExactly(
                        "Requirement: docutils==0.22.3 link to docutils",
                        "Difference: time in docutils/__init__.py › line 3, at byte 18832 (0x4990): the clock is"
                                + " recorded; 3 more alike first 2026-11-22 00:00 second 2031-07-19 00:05",
                        "Difference: order in the wheel itself first a b second b a",
                        "Source: docutils-0.22.3.tar.gz cc11",
                        "Wheel: docutils-0.22.3-py3-none-any.whl, 100 bytes cc22",
                        "Second wheel: docutils-0.22.3-py3-none-any.whl, 100 bytes cc33");
        assertThat(panel(page, "pyyaml"))
                .containsExactly(
                        "Requirement: PyYAML==6.0.3 link to PyYAML",
                        "Recipe: libyaml is needed",
                        "Note: imports in the oldest root",
                        "Source: pyyaml-6.0.3.tar.gz bb11",
                        "Wheel: pyyaml-6.0.3-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl, 1,234,567 bytes bb22",
                        "Built with: setuptools 80.9.0, Cython 3.2.1",
                        "History: 2026-11-22 6.0.3 reproducible 0123456789ab… 2026-10-03 6.0.2 failed");
        assertThat(page.select("#package-cryptography pre").text())
                .isEqualTo("Compiling cryptography-rust\nerror: linker `cc` not found");
    }

    @Test
    @DisplayName("begins with the share, the numbers by state, the last run and what was varied")
    void summary() throws IOException {
        Document page = page(fixture());

        assertThat(page.select(".share").text()).isEqualTo("33.3 % reproducible: 2 of 6 packages");
        assertThat(page.select(".states > div").eachText())
                .hasSize(5)
                .first()
                .isEqualTo("reproducible 2 the same wheel from both builds, byte for byte");
        assertThat(page.select(".facts > div").eachText())
                .containsExactly(
                        "Date 2026-11-22",
                        "Interpreter cpython-3.13 3.13.5-1 linux-x86_64",
                        "Python 3.13.5",
                        "Environment namespaces");
        assertThat(page.select("[aria-labelledby=axes] summary").text()).startsWith("1 of 2 axes");
        assertThat(page.select("[aria-labelledby=axes] tbody tr").eachText())
                .containsExactly("path /build /elsewhere/build", "cores 1 not varied: one processor only");
        assertThat(page.select(".bar rect").stream().mapToInt(piece -> Integer.parseInt(piece.attr("width"))))
                .containsExactly(333, 167, 166, 167, 167);
    }

    @Test
    @DisplayName("draws a line over the runs, and says in words what it shows")
    void trend() throws IOException {
        Document page = page(fixture());

        Element drawing = page.expectFirst("svg.trend");
        assertThat(page.select("#" + drawing.attr("aria-labelledby")).text())
                .isEqualTo("Share of reproducible packages. From 25.0 % on 2026-10-03 to 33.3 % on 2026-11-22,"
                        + " in 2 runs; lowest 25.0 %, highest 33.3 %.");
        assertThat(drawing.select("circle title").eachText())
                .containsExactly("2026-10-03: 1 of 4, 25.0 %", "2026-11-22: 2 of 6, 33.3 %");
        assertThat(drawing.expectFirst("polyline").attr("points")).isEqualTo("46,106 388,96");
        assertThat(drawing.select(".tick").eachText()).containsExactly("100 %", "50 %", "0 %");
        assertThat(page.select(".numbers tbody tr").eachText())
                .first()
                .asString()
                .startsWith("2026-11-22 6 2 33.3 % 1 1 1 1 cpython-3.13");
    }

    @Test
    @DisplayName("puts runs where their dates are; at equal distances, if they have none")
    void dates() throws IOException {
        ObjectNode wheels = fixture();
        ArrayNode runs = wheels.putArray("runs");
        List.of("2026-01-01", "2026-01-02", "2026-01-11")
                .forEach(date -> runs.add(run(0, 10, 10).put("date", date)));
        assertThat(page(wheels).select("svg.trend circle").eachAttr("cx")).containsExactly("46", "80", "388");

        ((ObjectNode) runs.get(1)).put("date", "2026-02-30");
        assertThat(page(wheels).select("svg.trend circle").eachAttr("cx")).containsExactly("46", "217", "388");
        ((ObjectNode) runs.get(1)).put("date", "2026-01-12");
        assertThat(page(wheels).select("svg.trend circle").eachAttr("cx")).containsExactly("46", "217", "388");
    }

    @ParameterizedTest
    @DisplayName("rounds shares; only all are 100 %, and only none are 0 %")
    @CsvSource({"2,3,66.7 %", "1,3,33.3 %", "1999,2000,99.9 %", "2000,2000,100.0 %", "1,9999,0.1 %", "0,3,0.0 %"})
    void shares(int reproducible, int packages, String share) throws IOException {
        ObjectNode wheels = fixture();
        wheels.putArray("runs").add(run(0, packages, reproducible));
        assertThat(page(wheels).select("[aria-labelledby=trend] p").text().replace('\u00a0', ' '))
                .contains("(" + share + ")");
    }

    @Test
    @DisplayName("of one run has a sentence, of none nothing, in place of a line")
    void shortTrends() throws IOException {
        ObjectNode wheels = fixture();
        ((ArrayNode) wheels.path("runs")).remove(0);
        Document one = page(wheels);
        assertThat(one.select("svg.trend")).isEmpty();
        assertThat(one.select("[aria-labelledby=trend] p").text())
                .startsWith("One run so far, on 2026-11-22: 2 of 6 packages were reproducible (33.3 %)");

        wheels.putArray("runs");
        assertThat(page(wheels).select("#trend, #runs, .facts")).isEmpty();
    }

    @Test
    @DisplayName("begins the scale of the line where every run is on it, and shows the last hundred runs")
    void longTrends() throws IOException {
        ObjectNode wheels = fixture();
        ArrayNode runs = wheels.putArray("runs");
        for (int i = 0; i < 30; i++) {
            runs.add(run(i, 100, 90 + i / 3));
        }
        Document page = page(wheels);
        assertThat(page.select("svg.trend circle")).hasSize(30);
        assertThat(page.select("svg.trend .tick").eachText()).containsExactly("100 %", "95 %", "90 %");
        for (Element point : page.select("svg.trend circle")) {
            assertThat(Integer.parseInt(point.attr("cx"))).isBetween(46, 388);
            assertThat(Integer.parseInt(point.attr("cy"))).isBetween(14, 136);
        }

        for (int i = 30; i < 250; i++) {
            runs.add(run(i, 0, 0));
        }
        page = page(wheels);
        assertThat(page.select("svg.trend circle"))
                .as("of nothing there is no share")
                .hasSize(30);
        assertThat(page.select(".numbers tbody tr")).hasSize(100);
        assertThat(page.select("section[aria-labelledby=runs]").text()).endsWith("150 earlier runs are not shown.");
    }

    @Test
    @DisplayName("of no packages says so")
    void empty() throws IOException {
        Document page = page(JSON.createObjectNode().put("schema", 1));

        assertThat(page.select(".share").text()).isEqualTo("No package is tracked yet.");
        assertThat(page.select("table, form, svg")).isEmpty();
    }

    @Test
    @DisplayName("shows hostile texts as texts, wherever they are")
    void hostile() throws IOException {
        ObjectNode wheels = fixture();
        Document harmless = page(wheels);
        poison(wheels);
        Document page = page(wheels);

        assertThat(page.select("script, style, img, [onerror], [onfocus], [autofocus]"))
                .extracting(Element::tagName)
                .containsExactlyInAnyOrder("style", "script");
        assertThat(page.getAllElements().stream().map(Element::tagName).distinct())
                .containsExactlyInAnyOrderElementsOf(harmless.getAllElements().stream()
                        .map(Element::tagName)
                        .distinct()
                        .toList());
        assertThat(page.select("#table tbody tr")).hasSize(6);
        assertThat(page.select("#table tbody th").get(0).text())
                .startsWith("<script>alert(1)</script></style></title><img src=x onerror='alert(1)'>\"");
        assertThat(page.select("#table .panel > dd").eachText())
                .anyMatch(text -> text.contains("&lt;b&gt; {{name}} <U+202E>gnp.exe <U+0000><U+0007><U+D800> needs"));
        assertThat(page.select("#table tbody tr").eachAttr("id"))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Za-z0-9._-]+"));
        assertThat(Files.readString(html())).doesNotContain("\u202e").matches(text -> text.codePoints()
                .noneMatch(point -> point < ' ' && point != '\n'));
    }

    @Test
    @DisplayName("cuts what is very long, and keeps the end of a log")
    void longTexts() throws IOException {
        ObjectNode wheels = fixture();
        ObjectNode failed = (ObjectNode) wheels.path("packages").path(3);
        failed.put("why", "w".repeat(100_000));
        ArrayNode log = failed.putArray("log");
        for (int i = 0; i < 500; i++) {
            log.add("line " + i);
        }
        log.add("l".repeat(100_000));
        for (String list : List.of("requires", "notes")) {
            ArrayNode texts = failed.putArray(list);
            for (int i = 0; i < 1000; i++) {
                texts.add(list + i);
            }
        }
        Document page = page(wheels);

        assertThat(Files.size(html())).isLessThan(64 * 1024);
        assertThat(page.select("#package-cryptography pre").text())
                .startsWith("line 461\n")
                .endsWith("line 499\n" + "l".repeat(300) + "…");
        assertThat(panel(page, "cryptography")).contains("Reason: " + "w".repeat(600) + "…");
    }

    @Test
    @DisplayName("of a thousand packages is smaller than 2 MB")
    void large() throws IOException {
        ObjectNode wheels = fixture();
        ArrayNode packages = wheels.putArray("packages");
        for (int i = 0; i < 1000; i++) {
            // One in ten has a log.
            ObjectNode tracked = (ObjectNode) fixture().path("packages").path(i % 10 == 0 ? 3 : i % 10 == 1 ? 2 : 1);
            tracked.put("name", "package-" + i);
            if (i % 10 == 0) {
                ArrayNode log = tracked.putArray("log");
                for (int line = 0; line < 30; line++) {
                    log.add("a line of the log as long as such lines are, which is about eighty characters: " + line);
                }
            }
            packages.add(tracked);
        }
        Document page = page(wheels);

        assertThat(page.select("#table tbody tr")).hasSize(1000);
        assertThat(Files.size(html())).isLessThan(2_000_000);
    }

    @Test
    @DisplayName("allows its own style and script alone, and fetches nothing")
    void contentPolicy() throws IOException {
        Document page = page(fixture());

        assertThat(page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .isEqualTo("default-src 'none'; style-src '" + digest(page, "style") + "'; script-src '"
                        + digest(page, "script") + "'; base-uri 'none'; form-action 'none'");
        assertThat(page.select("[src], [style], link, iframe, object, embed, base"))
                .isEmpty();
        assertThat(page.select("[href]").eachAttr("href")).allMatch(href -> href.startsWith("#"));
        assertThat(page.select("*").stream()
                        .flatMap(element -> element.attributes().asList().stream())
                        .map(attribute -> attribute.getKey().toLowerCase(Locale.ROOT)))
                .noneMatch(name -> name.startsWith("on"));
    }

    @Test
    @DisplayName("is well formed, has landmarks, and every reference in it leads somewhere")
    void accessible() throws IOException {
        page(fixture());
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        Document page = Jsoup.parse(Files.readString(html()), "", parser);

        assertThat(parser.getErrors()).isEmpty();
        assertThat(page.expectFirst("html").attr("lang")).isEqualTo("en");
        assertThat(page.select("meta[name=viewport]")).hasSize(1);
        for (String landmark : List.of("header", "main", "footer", "h1", "title")) {
            assertThat(page.select("html > head > title, body " + landmark))
                    .as(landmark)
                    .isNotEmpty();
        }
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
        for (String reference : List.of("aria-labelledby", "for", "href")) {
            assertThat(page.select("[" + reference + "]").eachAttr(reference))
                    .isNotEmpty()
                    .allMatch(id -> page.getElementById(id.replaceFirst("^#", "")) != null);
        }
        assertThat(page.select("#controls").hasAttr("hidden"))
                .as("what needs JavaScript is hidden without it")
                .isTrue();
        assertThat(page.select("#controls input[type=checkbox]").eachAttr("value"))
                .containsExactly("different", "failed", "lacking", "unavailable", "reproducible");
        // The script finds its columns by these places.
        assertThat(page.select("#table thead th").eachText())
                .containsExactly("Package", "Version", "State", "Wheel", "Since", "Finding");
    }

    @Test
    @DisplayName("is the same whatever the order of the packages, the locale and the line ends of the record")
    void deterministic() throws IOException {
        ObjectNode wheels = fixture();
        page(wheels);
        String first = Files.readString(html());

        ArrayNode packages = (ArrayNode) wheels.path("packages");
        packages.add(packages.remove(0));
        packages.add(packages.remove(2));
        Path json = directory.resolve("wheels.json");
        Files.writeString(json, JSON.writeValueAsString(wheels).replace("{", "{\r\n"));
        new WheelPage().write(json, html());

        assertThat(html()).hasContent(first);
        assertThat(first).doesNotContain("\r").endsWith("</html>\n");
    }

    @Test
    @DisplayName("gives packages of the same name links of their own")
    void sameNames() throws IOException {
        ObjectNode wheels = fixture();
        ArrayNode packages = wheels.putArray("packages");
        for (String name : List.of("a.b", "A_b", "a-b")) {
            packages.addObject().put("name", name).put("version", "1.0").put("state", "reproducible");
        }
        packages.addObject().put("name", "a-b").put("version", "2.0").put("state", "reproducible");

        assertThat(page(wheels).select("#table tbody tr").eachAttr("id"))
                .containsExactly("package-a-b", "package-a-b-1.0", "package-a-b-2.0", "package-a-b-1.0-2");
    }

    @Test
    @DisplayName("tells how many packages it has")
    void count() throws IOException {
        assertThat(new WheelPage().write(record(fixture().toString()), html())).isEqualTo(6);
    }

    @Test
    @DisplayName("without a record there is none")
    void missing() {
        assertThatThrownBy(() -> new WheelPage().write(directory.resolve("wheels.json"), html()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("wheels.json")
                .hasMessageContaining("Run python-dist:wheels first");
        assertThat(html()).doesNotExist();
    }

    @Test
    @DisplayName("that cannot be written is named")
    void unwritable() throws IOException {
        Path json = record("{\"schema\": 1}");
        assertThatThrownBy(() -> new WheelPage().write(json, json.resolve("wheels.html")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Cannot write the page of wheels to ");
    }

    @ParameterizedTest
    @DisplayName("a record that is none is named, with the place, and the page stays as it is")
    @CsvSource(
            delimiter = '§',
            value = {
                "{\"schema\": 1§is no JSON",
                "''§no number \"schema\"",
                "{} {}§is no JSON",
                "[]§no number \"schema\"",
                "{\"schema\": \"1\"}§no number \"schema\"",
                "{\"schema\": 2}§has the schema 2, and this version of python-dist reads 1",
                "{\"schema\": 1, \"schema\": 1}§Duplicate field 'schema'",
                "{\"schema\": 1, \"packages\": {}}§packages: must be a list",
                "{\"schema\": 1, \"packages\": [null]}§packages",
                "{\"schema\": 1, \"packages\": [\"a\"]}§packages[0]: must be an object",
                "{\"schema\": 1, \"packages\": [{\"state\": \"failed\"}]}§packages[0] has no name",
                "{\"schema\": 1, \"packages\": [{\"name\": \"a\"}]}§packages[0] has no state",
                "{\"schema\": 1, \"packages\": [{\"name\": 5}]}§packages[0].name: must be a text",
                "{\"schema\": 1, \"packages\": [{\"state\": \"fine\"}]}§packages[0].state: must be one of reproducible, different",
                "{\"schema\": 1, \"packages\": [{\"wheel\": {\"size\": \"1\"}}]}§packages[0].wheel.size: must be a whole number",
                "{\"schema\": 1, \"packages\": [{\"wheel\": {\"size\": 1.5}}]}§packages[0].wheel.size: must be a whole number",
                "{\"schema\": 1, \"packages\": [{\"log\": \"text\"}]}§packages[0].log: must be a list",
                "{\"schema\": 1, \"packages\": [{\"log\": [null]}]}§packages[0].log",
                "{\"schema\": 1, \"runs\": [{\"packages\": true}]}§runs[0].packages: must be a whole number",
            })
    void damaged(String text, String message) throws IOException {
        Files.writeString(html(), "as it was");
        Path json = record(text);
        assertThatThrownBy(() -> new WheelPage().write(json, html()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("wheels.json")
                .hasMessageContaining(message)
                .hasMessageContaining("\n  -> ")
                .hasMessageNotContaining("pythondist.overview");
        assertThat(html()).hasContent("as it was");
    }

    private static List<String> cells(Document page) {
        return page.select("#table tbody tr").stream()
                .map(row -> String.join(
                        " | ",
                        row.select("> th, > td:not(:last-child), > td summary").stream()
                                .map(Element::text)
                                .toList()))
                .toList();
    }

    /** Each term of a package's panel with what it tells. */
    private static List<String> panel(Document page, String name) {
        return page.select("#package-" + name + " .panel > dt").stream()
                .map(term -> term.text() + ": " + term.nextElementSibling().text())
                .toList();
    }

    private static String digest(Document page, String element) {
        try {
            byte[] text = page.expectFirst(element).data().getBytes(StandardCharsets.UTF_8);
            return "sha256-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the hostile text before each text of the record, but for those that must be one of a few. */
    private static void poison(ObjectNode wheels) throws IOException {
        Pattern text = Pattern.compile("\"(\\w+)\":(\\[?)\"([^\"]*)\"");
        Matcher matcher = text.matcher(JSON.writeValueAsString(wheels.path("packages")));
        String hostile = JSON.writeValueAsString(HOSTILE);
        String poisoned = matcher.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1).equals("state")
                        ? found.group()
                        : "\"" + found.group(1) + "\":" + found.group(2)
                                + hostile.substring(0, hostile.length() - 1)
                                + found.group(3) + "\""));
        wheels.set("packages", JSON.readTree(poisoned));
        for (String list : List.of("runs", "axes")) {
            wheels.path(list).forEach(entry -> ((ObjectNode) entry)
                    .put("date", HOSTILE)
                    .put("python", HOSTILE)
                    .put("interpreter", HOSTILE)
                    .put("environment", HOSTILE)
                    .put("axis", HOSTILE)
                    .put("first", HOSTILE)
                    .put("second", HOSTILE)
                    .put("why", HOSTILE));
        }
    }

    private static ObjectNode run(int day, int packages, int reproducible) {
        return JSON.createObjectNode()
                .put("date", "day " + day)
                .put("packages", packages)
                .put("reproducible", reproducible);
    }

    private static ObjectNode fixture() throws IOException {
        try (InputStream in = WheelPageTest.class.getResourceAsStream("/overview/wheels.json")) {
            return (ObjectNode) JSON.readTree(in);
        }
    }

    private Document page(ObjectNode wheels) throws IOException {
        new WheelPage().write(record(JSON.writeValueAsString(wheels)), html());
        return Jsoup.parse(Files.readString(html()));
    }

    private Path record(String text) throws IOException {
        Path json = directory.resolve("wheels.json");
        Files.writeString(json, text);
        return json;
    }

    private Path html() {
        return directory.resolve("wheels.html");
    }
}
