package io.github.pythondist.mojo;

import io.github.pythondist.overview.DistributionTable;
import io.github.pythondist.overview.ReproductionTable;
import io.github.pythondist.report.Progress;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes one table of all archives that a build made: size, modules, needed libraries, symbol versions, hardening, test
 * counts. Every figure comes from the reports that the goals {@code audit}, {@code test} and {@code regrtest} left. What
 * {@code reproduce} found is a page of its own.
 *
 * <p>It has no phase; it is run on the root of a reactor that was built:
 *
 * <pre>
 * mvn -N python-dist:report -Dpython-dist.reportFile=src/site/markdown/distributions.md
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "report", requiresProject = true, inheritByDefault = false, threadSafe = true)
public final class ReportMojo extends AbstractPythonDistMojo {

    /**
     * Directory whose modules' reports are read: every {@code target/python-dist/audit/*.json} below it.
     *
     * <p>Example: {@code -Dpython-dist.reportRoot=distributions}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.reportRoot", defaultValue = "${project.basedir}")
    private File reportRoot;

    /**
     * The Markdown file to write.
     *
     * <p>Example: {@code -Dpython-dist.reportFile=src/site/markdown/distributions.md}
     *
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.reportFile",
            defaultValue = "${project.build.directory}/python-dist/distributions.md")
    private File reportFile;

    /**
     * The Markdown file to write about second builds, if the goal {@code reproduce} left reports.
     *
     * <p>Example: {@code -Dpython-dist.reproducedFile=src/site/markdown/reproduced.md}
     *
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.reproducedFile",
            defaultValue = "${project.build.directory}/python-dist/reproduced.md")
    private File reproducedFile;

    private final DistributionTable table;
    private final ReproductionTable reproductions;

    @Inject
    ReportMojo(DistributionTable table, ReproductionTable reproductions) {
        this.table = table;
        this.reproductions = reproductions;
    }

    @Override
    protected void run(Progress progress) {
        int archives = table.write(reportRoot.toPath(), reportFile.toPath());
        progress.info("table of " + archives + " archives: " + reportFile);
        int builds = reproductions.write(reportRoot.toPath(), reproducedFile.toPath());
        if (builds > 0) {
            progress.info("tables of " + builds + " second builds: " + reproducedFile);
        }
    }
}
