package io.github.pythondist.mojo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Named;
import javax.inject.Provider;
import javax.inject.Singleton;
import org.apache.maven.lifecycle.mapping.DefaultLifecycleMapping;
import org.apache.maven.lifecycle.mapping.Lifecycle;
import org.apache.maven.lifecycle.mapping.LifecycleMapping;
import org.apache.maven.lifecycle.mapping.LifecyclePhase;

/**
 * The packaging {@code python-dist}: a project whose result is a distribution of CPython. Every goal of a producer runs
 * in its phase, once, with the configuration of the plugin.
 *
 * @see <a href="https://maven.apache.org/guides/introduction/introduction-to-the-lifecycle.html">Introduction to the
 *     Build Lifecycle</a>
 */
@Named(PythonDistPackaging.NAME)
@Singleton
final class PythonDistPackaging implements Provider<LifecycleMapping> {

    static final String NAME = "python-dist";

    // The project names the plugin, with its version, or Maven would not know this packaging.
    private static final String OURS = "io.github.pythondist:python-dist-maven-plugin:";
    private static final String MAVENS = "org.apache.maven.plugins:maven-";

    @Override
    public LifecycleMapping get() {
        Map<String, LifecyclePhase> phases = new LinkedHashMap<>();
        phases.put("initialize", ours("resolve-sources"));
        phases.put("generate-sources", ours("vet", "environment"));
        phases.put("process-sources", ours("build-components"));
        phases.put("compile", ours("build-cpython"));
        phases.put("test", ours("test"));
        phases.put("package", ours("package"));
        phases.put("verify", ours("audit"));
        phases.put("install", new LifecyclePhase(MAVENS + "install-plugin:3.2.0:install"));
        phases.put("deploy", new LifecyclePhase(MAVENS + "deploy-plugin:3.2.0:deploy"));
        Lifecycle lifecycle = new Lifecycle();
        lifecycle.setId("default");
        lifecycle.setLifecyclePhases(phases);
        return new DefaultLifecycleMapping(List.of(lifecycle));
    }

    private static LifecyclePhase ours(String... goals) {
        return new LifecyclePhase(Stream.of(goals).map(OURS::concat).collect(Collectors.joining(",")));
    }
}
