package io.github.pythondist.consumer;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a JUnit XML report says: suites of test cases, in which an element tells if one failed, could not be run or was
 * skipped.
 *
 * @param tests number of all tests
 * @param problems the tests that failed, in the report's order
 */
public record TestReport(int tests, int failures, int errors, int skipped, List<Problem> problems) {

    /**
     * A test that failed.
     *
     * @param test class and name
     * @param message first line of what was wrong
     */
    public record Problem(String test, String message) {}

    public TestReport {
        problems = List.copyOf(problems);
    }

    /**
     * Reads a report.
     *
     * @throws BuildFailure if the file is no XML
     */
    public static TestReport read(Path file) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // A report of ours needs neither; one that has them is none of ours.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            Counter counter = new Counter();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    counter.element(xml);
                }
            }
            return counter.report();
        } catch (IOException | XMLStreamException e) {
            throw new BuildFailure("Cannot read the report of the tests " + file, e).remedy("Run the tests again.");
        }
    }

    /** Counts itself, rather than trust the sums: a test may have both a failure and an error in tearing down. */
    private static final class Counter {
        private int tests;
        private int failures;
        private int errors;
        private int skipped;
        private String test = "";
        private boolean counted;
        private final List<Problem> problems = new ArrayList<>();

        void element(XMLStreamReader xml) {
            switch (xml.getLocalName()) {
                case "testcase" -> {
                    tests++;
                    counted = false;
                    String owner = attribute(xml, "classname");
                    test = (owner.isEmpty() ? "" : owner + ".") + attribute(xml, "name");
                }
                case "failure" -> failures += problem(xml);
                case "error" -> errors += problem(xml);
                case "skipped" -> skipped++;
                default -> {
                    // properties, output
                }
            }
        }

        private int problem(XMLStreamReader xml) {
            if (counted) {
                return 0;
            }
            counted = true;
            problems.add(new Problem(
                    test, attribute(xml, "message").lines().findFirst().orElse("")));
            return 1;
        }

        private static String attribute(XMLStreamReader xml, String name) {
            String value = xml.getAttributeValue(null, name);
            return value == null ? "" : value;
        }

        TestReport report() {
            return new TestReport(tests, failures, errors, skipped, problems);
        }
    }
}
