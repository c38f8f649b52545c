package io.github.pythondist.report;

import java.io.Serial;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/**
 * A problem the user can act on: what failed, the details (where and why), and what to do next.
 *
 * <p>Services throw it; a Mojo turns it into a {@code MojoFailureException} with {@link #getMessage()} as the whole
 * text, so the message has to stand alone. Anything else that escapes a service is a defect of python-dist.
 */
public final class BuildFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final List<String> details = new ArrayList<>();
    private final List<String> remedies = new ArrayList<>();

    /**
     * @param summary one sentence: what failed, with the names that matter
     */
    public BuildFailure(String summary) {
        super(summary);
        this.summary = summary;
    }

    /**
     * @param summary one sentence: what failed, with the names that matter
     * @param cause kept for {@code mvn -e}; its message is shown as a detail
     */
    public BuildFailure(String summary, Throwable cause) {
        super(summary, cause);
        this.summary = summary;
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        if (message == null) {
            details.add(kind);
        } else {
            // NoSuchFileException and its kin say nothing but the path.
            boolean onlyPath = cause instanceof FileSystemException file && file.getReason() == null;
            details.add(onlyPath ? kind + ": " + message : message);
        }
    }

    /** Adds a line that says where or why; returns this. */
    public BuildFailure detail(String line) {
        details.add(line);
        return this;
    }

    /** Adds a line that says what to do next; returns this. */
    public BuildFailure remedy(String line) {
        remedies.add(line);
        return this;
    }

    /** The first sentence alone, for one-line reports. */
    public String summary() {
        return summary;
    }

    /** Summary, indented details, then what to do next: one paragraph that needs no stack trace. */
    @Override
    public String getMessage() {
        StringBuilder text = new StringBuilder(summary);
        for (String line : details) {
            text.append("\n    ").append(line.replace("\n", "\n    "));
        }
        for (String line : remedies) {
            text.append("\n  -> ").append(line.replace("\n", "\n     "));
        }
        return text.toString();
    }
}
