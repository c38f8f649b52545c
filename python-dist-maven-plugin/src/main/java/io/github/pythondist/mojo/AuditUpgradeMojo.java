package io.github.pythondist.mojo;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.upgrade.UpgradeAuditor;
import io.github.pythondist.upgrade.UpgradeReport;
import io.github.pythondist.upgrade.UpgradeRequest;
import java.nio.file.Path;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Says what a new CPython source asks of the catalog: extension modules added, removed and declared otherwise, options
 * of configure, bundled projects, wheels, licence texts, and whether our patches still apply. Nothing of the source is
 * run. The report is written as Markdown and JSON; its verdict is also in the log.
 *
 * <p>It has no phase and needs no project:
 *
 * <pre>
 * mvn python-dist:audit-upgrade -Dpython-dist.from=3.13.5 -Dpython-dist.to=Python-3.14.0.tar.xz
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "audit-upgrade", requiresProject = false, threadSafe = true)
public final class AuditUpgradeMojo extends AbstractCatalogMojo {

    /**
     * What to compare with: a CPython version that the catalog pins, or the path of a source archive or directory.
     * Without it the new source is held against the catalog's entries alone.
     *
     * <p>Example: {@code -Dpython-dist.from=3.13.5}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.from")
    private @Nullable String from;

    /**
     * The new source: a CPython version that the catalog pins, or the path of a source archive or directory.
     *
     * <p>Example: {@code -Dpython-dist.to=/tmp/Python-3.14.0.tar.xz}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.to", required = true)
    private String to;

    /**
     * What {@code ./configure && make} of the new source printed on some machine; the report then also says what was
     * really compiled and linked, and what could not be built there.
     *
     * <p>Example: {@code -Dpython-dist.buildLog=build.log}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.buildLog")
    private @Nullable Path buildLog;

    /**
     * Where the report goes, as {@code <from>-to-<to>.md} and {@code .json}. The default is
     * {@code target/python-dist/upgrade}.
     *
     * <p>Example: {@code -Dpython-dist.upgradeDirectory=/tmp/upgrade}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.upgradeDirectory")
    private @Nullable Path upgradeDirectory;

    /**
     * Whether the build fails when there is something to decide.
     *
     * <p>Example: {@code -Dpython-dist.failOnChanges}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.failOnChanges", defaultValue = "false")
    private boolean failOnChanges;

    private final UpgradeAuditor auditor;

    @Inject
    AuditUpgradeMojo(UpgradeAuditor auditor, MavenFetching fetching) {
        super(fetching);
        this.auditor = auditor;
    }

    @Override
    protected void run(Progress progress) {
        Path output = outputDirectory();
        UpgradeReport report = auditor.audit(new UpgradeRequest(
                Optional.ofNullable(from),
                to,
                Optional.ofNullable(buildLog),
                catalogDirectory(),
                fetchSettings(),
                cacheDirectory(),
                output,
                progress));
        if (failOnChanges && !report.decisions().isEmpty()) {
            BuildFailure failure = new BuildFailure(report.from() + " to " + report.to() + ": " + report.verdict());
            report.decisions().forEach(decision -> failure.detail(decision.about() + ": " + decision.text()));
            throw failure.remedy(
                    "Correct the catalog as the report in " + output + " says, or leave out python-dist.failOnChanges");
        }
    }

    private Path outputDirectory() {
        if (upgradeDirectory != null) {
            return upgradeDirectory.toAbsolutePath();
        }
        return inBuild(Path.of(project.getBuild().getDirectory()))
                .resolve("python-dist")
                .resolve("upgrade")
                .toAbsolutePath();
    }
}
