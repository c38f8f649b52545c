package io.github.pythondist.audit;

import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One archive to audit.
 *
 * @param input an archive (tar in any compression, zip) or a directory
 * @param target classifier of the platform it is meant for; empty for the one that the archive names
 * @param catalogDirectory a project's own additions to the catalog
 * @param cacheDirectory where catalogs are laid out
 * @param outputDirectory where reports go
 * @param allowances findings that are accepted
 * @param progress where the report's short form goes
 */
public record AuditRequest(
        Path input,
        Optional<String> target,
        Optional<Path> catalogDirectory,
        Path cacheDirectory,
        Path outputDirectory,
        List<Allowance> allowances,
        Progress progress) {

    public AuditRequest {
        allowances = List.copyOf(allowances);
    }
}
