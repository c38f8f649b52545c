package io.github.pythondist.mojo;

import io.github.pythondist.archive.ArchiveFormat;
import io.github.pythondist.audit.Allowance;
import io.github.pythondist.audit.AuditRequest;
import io.github.pythondist.audit.AuditResult;
import io.github.pythondist.audit.Auditor;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Proves what a distribution promises by looking at its bytes: what its binaries need and export, how they are hardened,
 * that no build path is left, that modules, licence texts, links, scripts and the description are right.
 *
 * <p>Without further words it audits every archive that the project's {@code package} goal made; with a target, those for
 * it. What cannot be checked is
 * reported as not checked, with the reason, never as passed. The reports are
 * {@code target/python-dist/audit/<archive>.txt} and {@code .json}.
 *
 * <p>Bound to the phase {@code verify}; the packaging {@code python-dist} runs it there. Any other archive or directory, also one made by somebody
 * else, can be named; no project is needed for that:
 *
 * <pre>
 * mvn io.github.pythondist:python-dist-maven-plugin:audit -Dpython-dist.archive=python.tar.zst -Dpython-dist.target=linux-x86_64
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "audit", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public final class AuditMojo extends AbstractPythonDistMojo {

    /**
     * Skips the audit alone.
     *
     * <p>Example: {@code -Dpython-dist.audit.skip}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.audit.skip", defaultValue = "false")
    private boolean skipAudit;

    /**
     * An archive (tar, plain or compressed with gzip, bzip2, xz or Zstandard; zip) or a directory to audit instead of
     * those that the project made.
     *
     * <p>Example: {@code -Dpython-dist.archive=downloads/cpython-3.13-linux.tar.gz}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.archive")
    private @Nullable Path archive;

    /**
     * Classifier of the platform that the archive is meant for. The default is the one that its {@code python-dist.json}
     * names; without either, what depends on the platform is not checked.
     *
     * <p>Example: {@code -Dpython-dist.target=linux-x86_64}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.target")
    private @Nullable String target;

    /**
     * Whether findings fail the build. If not, they are in the report and warned about.
     *
     * <p>Example: {@code <failOnFindings>false</failOnFindings>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.audit.failOnFindings", defaultValue = "true")
    private boolean failOnFindings;

    /**
     * Findings that are known and accepted. They stay in the report, with the reason.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;allowances&gt;
     *   &lt;allowance&gt;
     *     &lt;rule&gt;hidden-symbols&lt;/rule&gt;
     *     &lt;files&gt;python/lib/libtcl*&lt;/files&gt;
     *     &lt;reason&gt;Tcl's extensions link with it&lt;/reason&gt;
     *   &lt;/allowance&gt;
     * &lt;/allowances&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable List<AllowanceParameter> allowances;

    /**
     * A folder of recipes of your own, laid out like the plugin's catalog; its files replace or join the plugin's, file
     * by file. The audit takes targets, extension modules and {@code audit/} from there.
     *
     * <p>Example: <code>&lt;catalogDirectory&gt;${project.basedir}/src/catalog&lt;/catalogDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.catalog")
    private @Nullable Path catalogDirectory;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private Path buildDirectory;

    private final Auditor auditor;

    @Inject
    AuditMojo(Auditor auditor) {
        this.auditor = auditor;
    }

    @Override
    protected void run(Progress progress) {
        if (skipAudit) {
            progress.info("skipped (python-dist.audit.skip)");
            return;
        }
        List<Allowance> accepted = allowances == null
                ? List.of()
                : allowances.stream().map(AllowanceParameter::allowance).toList();
        List<BuildFailure> failures = new ArrayList<>();
        for (Path input : inputs()) {
            AuditResult result = auditor.audit(new AuditRequest(
                    input,
                    Optional.ofNullable(target),
                    Optional.ofNullable(catalogDirectory),
                    cacheDirectory(),
                    reportDirectory(),
                    accepted,
                    progress));
            result.failure().ifPresent(failures::add);
        }
        if (failures.isEmpty()) {
            return;
        }
        if (!failOnFindings) {
            failures.forEach(failure -> progress.warn(failure.getMessage()));
            return;
        }
        throw failures.size() == 1 ? failures.get(0) : together(failures);
    }

    private Path reportDirectory() {
        return inBuild(buildDirectory).resolve("python-dist").resolve("audit");
    }

    private static BuildFailure together(List<BuildFailure> failures) {
        BuildFailure all = new BuildFailure("The audits of " + failures.size() + " archives have findings");
        failures.forEach(failure -> all.detail(failure.getMessage()));
        return all;
    }

    private List<Path> inputs() {
        if (archive != null) {
            return List.of(archive);
        }
        List<Path> attached = project.getAttachedArtifacts().stream()
                .filter(this::isForTarget)
                .filter(artifact -> Arrays.stream(ArchiveFormat.values())
                        .anyMatch(format -> format.extension().equals(artifact.getType())))
                .map(Artifact::getFile)
                .map(file -> file.toPath())
                .toList();
        if (attached.isEmpty()) {
            throw new BuildFailure("There is no archive to audit")
                    .detail("The project has none attached, and none was named.")
                    .remedy("Run the goal package before, as in mvn verify, or name an archive or a directory with"
                            + " -Dpython-dist.archive=");
        }
        return attached;
    }

    /** What another execution made for another platform is audited there. */
    private boolean isForTarget(Artifact artifact) {
        try {
            return target == null
                    || !artifact.hasClassifier()
                    || Platform.parse(artifact.getClassifier())
                            .base()
                            .classifier()
                            .equals(target);
        } catch (BuildFailure namesNoPlatform) {
            return true;
        }
    }
}
