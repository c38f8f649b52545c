package io.github.pythondist.audit;

import io.github.pythondist.report.BuildFailure;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an audit's reports are.
 *
 * @param json for programs
 * @param text for people
 * @param unchanged whether the same archive had passed the same rules before, so nothing was done
 * @param failure the findings, if there are any
 */
public record AuditResult(Path json, Path text, boolean unchanged, Optional<BuildFailure> failure) {}
