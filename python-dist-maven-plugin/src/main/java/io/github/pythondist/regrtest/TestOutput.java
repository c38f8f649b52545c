package io.github.pythondist.regrtest;

import io.github.pythondist.environment.LogTail;
import io.github.pythondist.regrtest.TestRun.Case;
import io.github.pythondist.regrtest.TestRun.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one file of the test suite left: the exit code, the log of {@code regrtest -v} and the report of {@code
 * --junit-xml}.
 *
 * <p>The report knows the tests that passed and those that were skipped. It leaves out failures of subtests and of
 * {@code setUpClass} and its kin, which have no element or one without a name; all failures stand in the log, in the
 * form of {@code unittest.TextTestResult.printErrorList}.
 */
final class TestOutput {

    // test/libregrtest/results.py; 3.11 has the same in main.py.
    private static final int PASSED = 0;
    private static final int BAD_TEST = 2;
    private static final int ENVIRONMENT_CHANGED = 3;
    private static final int NO_TESTS_RAN = 4;

    private static final String DOUBLE_LINE = "=".repeat(70);
    private static final String LINE = "-".repeat(70);
    private static final Pattern HEADING = Pattern.compile("(FAIL|ERROR|UNEXPECTED SUCCESS): (.*)");
    private static final Pattern TITLE = Pattern.compile("(\\S+) \\(([^()\\s]+)\\).*");
    private static final Pattern SKIPPED = Pattern.compile("test[\\w.]* skipped -- (.*)");
    private static final Pattern FIXTURE_SKIPPED =
            Pattern.compile("setUpModule \\(.*\\) \\.\\.\\. skipped (?:'(.*)'|\"(.*)\")");
    private static final Pattern WARNING = Pattern.compile("Warning -- .*");
    private static final int MAX_TEXT = 8_000;

    private final Path log;
    private final Path xml;

    /**
     * @param log the log
     * @param xml the report; may be missing
     */
    TestOutput(Path log, Path xml) {
        this.log = log;
        this.xml = xml;
    }

    /**
     * @param exit the exit code; negative for a signal, as Python's {@code subprocess} has it
     * @param timeout whether it was killed after its time
     */
    TestRun read(String file, int exit, boolean timeout, double seconds) throws IOException {
        List<String> lines = Files.isRegularFile(log)
                ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                : List.of();
        List<Case> cases = new ArrayList<>();
        Map<String, Case> failing = new LinkedHashMap<>();
        failures(lines).forEach(failure -> failing.put(failure.id(), failure));
        for (Case reported : reported()) {
            // Names need not be unique (doctests); each failure is told once, with what the log has of it.
            Case failure = failing.remove(reported.id());
            cases.add(failure == null ? reported : failure.withTimeOf(reported));
        }
        cases.addAll(failing.values());
        boolean named = cases.stream().anyMatch(Case::failed);
        String skipped = null;
        if (timeout) {
            cases.add(outside(file, "did not end in its time and was killed"));
        } else if (exit == PASSED || exit == NO_TESTS_RAN) {
            skipped = cases.isEmpty()
                    ? first(SKIPPED, lines, first(FIXTURE_SKIPPED, lines, exit == NO_TESTS_RAN ? "no test ran" : null))
                    : null;
        } else if (exit == ENVIRONMENT_CHANGED) {
            cases.add(outside(file, first(WARNING, lines, "changed the environment of the tests")));
        } else if (exit != BAD_TEST) {
            cases.add(outside(file, exit < 0 ? "ended by signal " + -exit : "ended with exit code " + exit));
        } else if (!named) {
            cases.add(outside(file, "failed outside of its tests"));
        }
        return new TestRun(file, seconds, skipped, cases, List.of());
    }

    private Case outside(String file, String message) {
        return new Case(file, Result.FAILED, 0, message, String.join("\n", LogTail.of(log)));
    }

    private static @Nullable String first(Pattern pattern, List<String> lines, @Nullable String otherwise) {
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                return IntStream.rangeClosed(1, matcher.groupCount())
                        .mapToObj(matcher::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(line);
            }
        }
        return otherwise;
    }

    /** The failures that a log tells of, in their order; several of one test become one. */
    private static List<Case> failures(List<String> lines) {
        Map<String, Case> failures = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            Matcher heading = HEADING.matcher(lines.get(i));
            // A test that runs tests in a process of its own, test_embed for one, shows their failures as its output.
            if (!lines.get(i - 1).equals(DOUBLE_LINE)
                    || !heading.matches()
                    || heading.group(2).contains("(__main__.")) {
                continue;
            }
            boolean unexpected = heading.group(1).startsWith("UNEXPECTED");
            List<String> text = new ArrayList<>(List.of(heading.group(2)));
            int line = i + 1;
            while (!unexpected && line < lines.size() && !lines.get(line).equals(LINE)) {
                line++;
            }
            for (line++; !unexpected && line < lines.size(); line++) {
                if (lines.get(line).equals(DOUBLE_LINE) || lines.get(line).equals(LINE)) {
                    break;
                }
                text.add(lines.get(line));
            }
            Case failure = new Case(
                    id(heading.group(2)),
                    Result.FAILED,
                    0,
                    unexpected ? "passed, though marked as an expected failure" : message(text),
                    shortened(String.join("\n", text).strip()));
            failures.merge(
                    failure.id(),
                    failure,
                    (one, other) -> new Case(
                            one.id(), Result.FAILED, 0, one.message(), shortened(one.text() + "\n\n" + other.text())));
        }
        return List.copyOf(failures.values());
    }

    /** From {@code test_a (test.test_m.C.test_a) (i=1)} or, of earlier series, {@code test_a (test.test_m.C)}. */
    private static String id(String title) {
        Matcher matcher = TITLE.matcher(title);
        if (!matcher.matches()) {
            return title.strip();
        }
        String place = matcher.group(2);
        boolean whole = place.equals(matcher.group(1)) || place.endsWith("." + matcher.group(1));
        return withoutPackage(whole ? place : place + "." + matcher.group(1));
    }

    private static String withoutPackage(String id) {
        return id.startsWith("test.") ? id.substring("test.".length()) : id;
    }

    /** The traceback's last line: the exception. */
    private static String message(List<String> text) {
        // With captured output the exception is not the last line: "Stdout:" follows.
        String message = "";
        for (String line : text.subList(1, text.size())) {
            if (line.equals("Stdout:") || line.equals("Stderr:")) {
                break;
            }
            if (!line.isBlank() && !line.startsWith(" ") && line.matches("[\\w.]+(:.*)?")) {
                message = line;
            }
        }
        return message;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "\n...";
    }

    /** The tests that the report has by name. */
    private List<Case> reported() throws IOException {
        List<Case> cases = new ArrayList<>();
        if (!Files.isRegularFile(xml)) {
            return cases;
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (InputStream bytes = Files.newInputStream(xml)) {
            XMLStreamReader reader = factory.createXMLStreamReader(bytes);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("testcase")) {
                    Case read = testCase(reader);
                    if (read != null) {
                        cases.add(read);
                    }
                }
            }
        } catch (XMLStreamException e) {
            // Of a process that died while it wrote: the log and the exit code say so.
            return cases;
        }
        return cases;
    }

    private static @Nullable Case testCase(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getAttributeValue(null, "name");
        String time = reader.getAttributeValue(null, "time");
        Result result = Result.PASSED;
        String message = "";
        String text = "";
        while (true) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("testcase")) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "failure", "error" -> {
                        result = Result.FAILED;
                        message = oneLine(reader.getAttributeValue(null, "message"));
                        text = shortened(reader.getElementText().strip());
                    }
                    case "skipped" -> {
                        result = Result.SKIPPED;
                        message = oneLine(reader.getElementText());
                    }
                    default -> {
                        // What the test printed.
                    }
                }
            }
        }
        if (name == null) {
            return null;
        }
        // A test that is skipped in a subtest has the subtest's name.
        String id = withoutPackage(name.replaceFirst("(?s) [\\[(].*", ""));
        return new Case(id, result, time == null ? 0 : Double.parseDouble(time), message, text);
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
