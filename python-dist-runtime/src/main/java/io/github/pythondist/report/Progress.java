package io.github.pythondist.report;

/**
 * Where a service says what it is doing. Long work shows as numbered steps, one line each:
 *
 * <pre>
 * [ 4/15] openssl 3.5.6 ... 71 s
 * </pre>
 */
public interface Progress {

    /** Swallows everything; for tests and for callers that do not report. */
    Progress NONE = new Progress() {
        @Override
        public void info(String line) {}

        @Override
        public void debug(String line) {}

        @Override
        public void warn(String line) {}
    };

    /** A line every user sees. */
    void info(String line);

    /** A line for {@code mvn -X}. */
    void debug(String line);

    /** A line about something that works but should not stay so. */
    void warn(String line);
}
