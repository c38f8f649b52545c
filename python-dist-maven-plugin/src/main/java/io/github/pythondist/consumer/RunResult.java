package io.github.pythondist.consumer;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A run that succeeded.
 *
 * @param exitCode one of the request's success codes
 * @param log file with all output
 */
public record RunResult(int exitCode, Duration duration, Path log) {}
