package io.github.pythondist.regrtest;

import io.github.pythondist.catalog.ExpectedFailure;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.regrtest.TestRun.Case;
import io.github.pythondist.regrtest.TestRun.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a verdict: for programs as JUnit's XML, in which an expected failure is a skipped test; for people as text. */
final class VerdictReport {

    private final Verdict verdict;

    VerdictReport(Verdict verdict) {
        this.verdict = verdict;
    }

    /** One suite for each file of the test suite, in the order given. */
    void writeJunit(Path target) throws IOException {
        Map<Case, ExpectedFailure> expected = new HashMap<>();
        verdict.expected().forEach(failure -> failure.entry().ifPresent(entry -> expected.put(failure.test(), entry)));
        AtomicFiles.write(target, temporary -> {
            try (OutputStream stream = Files.newOutputStream(temporary)) {
                XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory()
                        .createXMLStreamWriter(stream, StandardCharsets.UTF_8.name());
                xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
                xml.writeStartElement("testsuites");
                for (TestRun run : verdict.runs()) {
                    suite(xml, run, expected);
                }
                xml.writeEndElement();
                xml.writeEndDocument();
                xml.close();
            } catch (XMLStreamException e) {
                throw new IOException(e);
            }
        });
    }

    private static void suite(XMLStreamWriter xml, TestRun run, Map<Case, ExpectedFailure> expected)
            throws XMLStreamException {
        List<Case> cases = run.skipped() == null
                ? run.cases()
                : List.of(new Case(run.file(), Result.SKIPPED, 0, run.skipped(), ""));
        long failures = cases.stream()
                .filter(test -> test.failed() && !expected.containsKey(test))
                .count();
        long skipped = cases.stream()
                .filter(test -> test.result() == Result.SKIPPED || expected.containsKey(test))
                .count();
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", run.file());
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute("failures", Long.toString(failures));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", Long.toString(skipped));
        xml.writeAttribute("time", seconds(run.seconds()));
        for (Case test : cases) {
            int dot = test.id().lastIndexOf('.');
            boolean ofFile = dot < 0 || test.id().equals(run.file());
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testcase");
            xml.writeAttribute(
                    "classname", xmlText(ofFile ? run.file() : test.id().substring(0, dot)));
            xml.writeAttribute("name", xmlText(ofFile ? "file" : test.id().substring(dot + 1)));
            xml.writeAttribute("time", seconds(test.seconds()));
            ExpectedFailure entry = expected.get(test);
            if (entry != null) {
                element(xml, "skipped", "fails as expected: " + entry.why(), test.text());
            } else if (test.failed()) {
                element(xml, "failure", test.message(), test.text());
            } else if (test.result() == Result.SKIPPED) {
                element(xml, "skipped", test.message(), "");
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String message, String text)
            throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeAttribute("message", xmlText(message));
        xml.writeCharacters(xmlText(text));
        xml.writeEndElement();
    }

    /** Everything worth knowing, as lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(verdict.summary());
        section(
                lines,
                "Failed",
                verdict.unexpected().stream().map(VerdictReport::line).toList());
        section(
                lines,
                "Failed as expected",
                verdict.expected().stream()
                        .map(failure -> failure.test().id() + ": "
                                + failure.entry().map(ExpectedFailure::why).orElse(""))
                        .toList());
        section(
                lines,
                "Expected to fail, and did not",
                verdict.stale().stream().map(ExpectedFailure::test).toList());
        section(
                lines,
                "Listed, and of no file that there is",
                verdict.unknown().stream().map(ExpectedFailure::test).toList());
        section(
                lines,
                "Passed the second time only",
                verdict.flaky().stream().map(VerdictReport::line).toList());
        section(
                lines,
                "Not run",
                verdict.notRun().stream()
                        .map(entry -> entry.test() + ": " + entry.why())
                        .toList());
        section(
                lines,
                "Skipped files, with CPython's reasons",
                verdict.skippedFiles().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
                        .toList());
        section(
                lines,
                "Skipped tests, with CPython's reasons",
                verdict.skippedTests().entrySet().stream()
                        .map(entry -> entry.getKey() + ": "
                                + entry.getValue().entrySet().stream()
                                        .map(file -> file.getKey() + " (" + file.getValue() + ")")
                                        .collect(Collectors.joining(", ")))
                        .toList());
        return lines;
    }

    private static String line(Verdict.Failure failure) {
        return failure.test().id() + ": " + failure.test().message();
    }

    private static void section(List<String> lines, String title, Collection<String> entries) {
        if (!entries.isEmpty()) {
            lines.add("");
            lines.add(title + " (" + entries.size() + ")");
            entries.forEach(entry -> lines.add("  " + entry));
        }
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** Without what XML 1.0 cannot hold (section 2.2, Char). */
    private static String xmlText(String text) {
        return text.codePoints()
                .filter(letter -> letter == '\t'
                        || letter == '\n'
                        || (letter >= 0x20 && letter <= 0xD7FF)
                        || (letter >= 0xE000 && letter <= 0xFFFD)
                        || letter >= 0x10000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
