package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InstalledPython;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.InterpreterWish;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.MisconfiguredToolchainException;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.apache.maven.toolchain.ToolchainManagerPrivate;
import org.apache.maven.toolchain.model.ToolchainModel;
import org.jspecify.annotations.Nullable;

/**
 * Maven's toolchains of type {@value PythonToolchain#TYPE}. The interpreter that the project pins is what counts; a
 * toolchain is used where the goal asks for one, or where maven-toolchains-plugin selected one and the goal names no
 * interpreter itself.
 */
@Named
@Singleton
final class PythonToolchains {

    /**
     * A toolchain that is to be used.
     *
     * @param reason what selected it
     */
    record Selected(Path executable, String reason) {}

    // What unpack offered is no selection: a goal that finds it there goes by what the project pins.
    private static final String OFFERED = "python-dist.toolchain";
    private static final String VENDOR = "python-dist";

    private final ToolchainManager manager;
    private final ToolchainManagerPrivate context;
    private final InstalledPython installed;

    @Inject
    PythonToolchains(ToolchainManager manager, ToolchainManagerPrivate context, InstalledPython installed) {
        this.manager = manager;
        this.context = context;
        this.installed = installed;
    }

    /**
     * The toolchain to use, if it is to be one.
     *
     * @param required what the goal asks of a toolchain, or null if it asks for none
     * @throws BuildFailure if it asks for one that is not there
     */
    Optional<Selected> find(
            MavenSession session, MavenProject project, InterpreterWish wish, @Nullable Map<String, String> required) {
        if (required != null) {
            return Optional.of(required(session, required));
        }
        return wish.isOpen() ? selected(session, project) : Optional.empty();
    }

    /** How many toolchains there are to choose from. */
    int count(MavenSession session) {
        return models(session).size();
    }

    /** The interpreter of a toolchain; it is asked what it is. */
    InterpreterHome use(Selected toolchain, Path scratch, Progress progress) {
        progress.info("Using " + toolchain.executable() + ", " + toolchain.reason());
        return installed.ask(toolchain.executable(), scratch, progress);
    }

    /** Lets other plugins of the build find an interpreter, unless maven-toolchains-plugin has selected one. */
    void offer(MavenSession session, MavenProject project, InterpreterHome home) {
        if (selected(session, project).isPresent()) {
            return;
        }
        ToolchainModel model = PythonToolchain.model(
                home.home(), Map.of(PythonToolchain.VERSION, home.pythonVersion(), "vendor", VENDOR));
        try {
            PythonToolchain toolchain = PythonToolchain.of(model);
            context.storeToolchainToBuildContext(toolchain, session);
            project.setContextValue(OFFERED, toolchain.executable());
        } catch (MisconfiguredToolchainException e) {
            throw new BuildFailure("The interpreter in " + home + " cannot be a toolchain", e)
                    .remedy("Run the build again with -X, and report what it says.");
        }
    }

    private Optional<Selected> selected(MavenSession session, MavenProject project) {
        Toolchain toolchain = manager.getToolchainFromBuildContext(PythonToolchain.TYPE, session);
        String executable = toolchain == null ? null : toolchain.findTool("python");
        return Optional.ofNullable(executable)
                .map(Path::of)
                .filter(path -> !path.equals(project.getContextValue(OFFERED)))
                .map(path -> new Selected(path, "the toolchain that maven-toolchains-plugin selected"));
    }

    /** Read from the models: the project need not take the plugin's extensions for this. */
    private static Selected required(MavenSession session, Map<String, String> required) {
        List<String> others = new ArrayList<>();
        for (ToolchainModel model : models(session)) {
            try {
                PythonToolchain toolchain = PythonToolchain.of(model);
                if (toolchain.matchesRequirements(required)) {
                    return new Selected(toolchain.executable(), "the toolchain that <pythonToolchain> asks for");
                }
                others.add(toolchain.toString());
            } catch (MisconfiguredToolchainException e) {
                others.add(String.valueOf(e.getMessage()));
            }
        }
        BuildFailure failure = new BuildFailure("No toolchain of type " + PythonToolchain.TYPE
                + " is as <pythonToolchain>" + " asks: " + new TreeMap<>(required));
        others.forEach(other -> failure.detail("there is " + other));
        throw failure.remedy("Name one in toolchains.xml:\n" + """
                        <toolchain>
                          <type>python</type>
                          <provides>
                            <version>3.13.5</version>
                          </provides>
                          <configuration>
                            <pythonHome>/opt/python-3.13</pythonHome>
                          </configuration>
                        </toolchain>
                        """.stripTrailing())
                .remedy("Or leave <pythonToolchain> away: then the project's pinned interpreter is used.");
    }

    private static List<ToolchainModel> models(MavenSession session) {
        return session.getRequest().getToolchains().getOrDefault(PythonToolchain.TYPE, List.of());
    }
}
