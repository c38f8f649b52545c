package io.github.pythondist.runtime;

import io.github.pythondist.report.BuildFailure;
import java.io.Serial;

/**
 * A bundle cannot be used: it is missing, damaged, made for another machine, or cannot be unpacked. The message says
 * which bundle, why, and what to do; it has several lines.
 */
public final class PythonBundleException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    PythonBundleException(BuildFailure failure) {
        super(failure.getMessage(), failure.getCause());
    }
}
