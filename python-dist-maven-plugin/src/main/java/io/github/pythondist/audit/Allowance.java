package io.github.pythondist.audit;

import io.github.pythondist.files.Glob;

/**
 * Findings that are known and accepted; they stay in the report, with the reason.
 *
 * @param rule id of the rule
 * @param files glob of the files, as {@link java.nio.file.FileSystem#getPathMatcher} reads them, relative to the
 *     archive's root
 * @param reason why they are accepted
 */
public record Allowance(String rule, String files, String reason) {

    boolean covers(String ruleId, Finding finding) {
        // A finding inside a static library is one of the library.
        String file = finding.file().replaceFirst("\\([^)]*\\)$", "");
        return rule.equals(ruleId) && Glob.of(files).matches(file);
    }
}
