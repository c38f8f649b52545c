package io.github.pythondist.mojo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.toolchain.MisconfiguredToolchainException;
import org.apache.maven.toolchain.RequirementMatcherFactory;
import org.apache.maven.toolchain.ToolchainPrivate;
import org.apache.maven.toolchain.model.ToolchainModel;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * A Maven toolchain of type {@value #TYPE}: an interpreter that {@code toolchains.xml} names, or one that {@code unpack}
 * offers to other plugins.
 *
 * <pre>
 * &lt;toolchain&gt;
 *   &lt;type&gt;python&lt;/type&gt;
 *   &lt;provides&gt;
 *     &lt;version&gt;3.13.5&lt;/version&gt;
 *   &lt;/provides&gt;
 *   &lt;configuration&gt;
 *     &lt;pythonHome&gt;/opt/python-3.13&lt;/pythonHome&gt;
 *   &lt;/configuration&gt;
 * &lt;/toolchain&gt;
 * </pre>
 *
 * <p>Requirements are matched as those of a JDK: the version exactly or by a range ({@code [3.11,3.14)}), all else
 * exactly. A version that is asked for by its first numbers alone ({@code 3.13}) is any that begins so.
 *
 * @see <a href="https://maven.apache.org/guides/mini/guide-using-toolchains.html">Guide to Using Toolchains</a>
 */
final class PythonToolchain implements ToolchainPrivate {

    static final String TYPE = "python";
    static final String VERSION = "version";

    private static final String HOME = "pythonHome";
    private static final Pattern NUMBERS = Pattern.compile("\\d+(\\.\\d+)*");
    private static final List<String> INTERPRETERS =
            List.of("bin/python3", "bin/python", "python.exe", "Scripts/python.exe");
    private static final List<String> PROGRAMS = List.of("bin", "Scripts", ".");

    private final ToolchainModel model;
    private final Path home;
    private final Path executable;

    private PythonToolchain(ToolchainModel model, Path home, Path executable) {
        this.model = model;
        this.home = home;
        this.executable = executable;
    }

    /**
     * What a model describes.
     *
     * @throws MisconfiguredToolchainException if it names no interpreter
     */
    static PythonToolchain of(ToolchainModel model) throws MisconfiguredToolchainException {
        Xpp3Dom named = model.getConfiguration() instanceof Xpp3Dom configuration ? configuration.getChild(HOME) : null;
        if (named == null || named.getValue() == null || named.getValue().isBlank()) {
            throw new MisconfiguredToolchainException(
                    "A toolchain of type " + TYPE + " has no <" + HOME + "> in its <configuration>");
        }
        Path home = Path.of(named.getValue().strip()).toAbsolutePath().normalize();
        Path executable = INTERPRETERS.stream()
                .map(home::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new MisconfiguredToolchainException("The <" + HOME + "> of a toolchain of type "
                        + TYPE + " has no Python: there is none of " + String.join(", ", INTERPRETERS) + " in "
                        + home));
        return new PythonToolchain(model, home, executable);
    }

    /** The model of a toolchain. */
    static ToolchainModel model(Path home, Map<String, String> provides) {
        ToolchainModel model = new ToolchainModel();
        model.setType(TYPE);
        Properties properties = new Properties();
        provides.forEach(properties::setProperty);
        model.setProvides(properties);
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        Xpp3Dom named = new Xpp3Dom(HOME);
        named.setValue(home.toString());
        configuration.addChild(named);
        model.setConfiguration(configuration);
        return model;
    }

    /** The interpreter. */
    Path executable() {
        return executable;
    }

    @Override
    public String getType() {
        return TYPE;
    }

    @Override
    public ToolchainModel getModel() {
        return model;
    }

    /** The interpreter by any of its names, or a program beside it. */
    @Override
    public @Nullable String findTool(String name) {
        if (name.matches("python3?(\\.exe)?")) {
            return executable.toString();
        }
        return PROGRAMS.stream()
                .map(home::resolve)
                .flatMap(directory -> Stream.of(directory.resolve(name), directory.resolve(name + ".exe")))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .map(Path::normalize)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean matchesRequirements(Map<String, String> requirements) {
        return requirements.entrySet().stream()
                .allMatch(required -> Optional.ofNullable(model.getProvides().getProperty(required.getKey()))
                        .filter(provided -> matches(required.getKey(), required.getValue(), provided))
                        .isPresent());
    }

    private static boolean matches(String key, String required, String provided) {
        if (!key.equals(VERSION)) {
            return RequirementMatcherFactory.createExactMatcher(provided).matches(required);
        }
        boolean begins = NUMBERS.matcher(required).matches() && provided.startsWith(required + ".");
        return begins
                || RequirementMatcherFactory.createVersionMatcher(provided).matches(required);
    }

    /** As maven-toolchains-plugin shows it. */
    @Override
    public String toString() {
        return home + " " + new TreeMap<>(model.getProvides());
    }
}
