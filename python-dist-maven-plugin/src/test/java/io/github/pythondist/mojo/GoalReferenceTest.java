package io.github.pythondist.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.expression.TypeAwareExpressionEvaluator;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/**
 * Reads the descriptor that maven-plugin-plugin made of the goals' Javadoc. Its texts are those of {@code help -Ddetail}
 * and of the site's goal reference.
 */
@DisplayName("The goals' reference")
final class GoalReferenceTest {

    /** Made in the phase process-classes, so before any test. */
    private static final Path DESCRIPTOR = Path.of("target", "classes", "META-INF", "maven", "plugin.xml");

    private static final String PREFIX = "python-dist:";
    private static final String COORDINATES = "io.github.pythondist:python-dist-maven-plugin:";

    /** What introduces an example; it ends with the text. */
    private static final Pattern EXAMPLE = Pattern.compile("\nExample:\\s+");

    private static final Pattern OPTION = Pattern.compile("'?-D([^=\\s]+)(?:=([^\\s']*))?'?");
    private static final Pattern COMMAND = Pattern.compile("mvn(?: (?!mvn )\\S+)*");
    private static final Pattern EXECUTION = Pattern.compile("<execution>.*?</execution>", Pattern.DOTALL);
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}]*)}");

    private static final ClassRealm REALM = realm();

    private final PluginDescriptor plugin = plugin();

    @TestFactory
    @DisplayName("has for every goal")
    Stream<DynamicTest> goals() {
        return ours().flatMap(goal -> Stream.of(
                DynamicTest.dynamicTest(
                        goal.getGoal() + ": thread safety",
                        () -> assertThat(goal.isThreadSafe()).as("threadSafe").isTrue()),
                DynamicTest.dynamicTest(goal.getGoal() + ": when it runs", () -> phaseIsTold(goal)),
                DynamicTest.dynamicTest(goal.getGoal() + ": an example", () -> examplesOf(goal))));
    }

    @TestFactory
    @DisplayName("has for every parameter a description and an example that Maven takes")
    Stream<DynamicTest> parameters() {
        return ours().flatMap(goal -> goal.getParameters().stream()
                .filter(Parameter::isEditable)
                .map(parameter -> DynamicTest.dynamicTest(
                        goal.getGoal() + ": " + parameter.getName(), () -> exampleOf(goal, parameter))));
    }

    @Test
    @DisplayName("knows the goals and their parameters")
    void isNotEmpty() {
        assertThat(ours().map(MojoDescriptor::getGoal)).contains("unpack", "run", "package", "audit");
        assertThat(parameters()).hasSizeGreaterThan(100);
    }

    @TestFactory
    @DisplayName("says of a parameter none of these")
    Stream<DynamicTest> mistakesOfParameters() {
        return Stream.of(
                mistakeOfParameter("no example", "A script."),
                mistakeOfParameter("no description", "\nExample: <script>a.py</script>"),
                mistakeOfParameter("an example of another parameter", "A script.\nExample: <module>a</module>"),
                mistakeOfParameter("an option of no parameter", "A script.\nExample: -Dpython-dist.skript=a.py"),
                mistakeOfParameter(
                        "a right option and a wrong one",
                        "A script.\nExample: -Dpython-dist.script=a.py -Dpython-dist.nothing=1"),
                mistakeOfParameter("XML that is none", "A script.\nExample: <script>a.py</skript>"),
                mistakeOfParameter("an unknown element", "A script.\nExample: <script><file>a.py</file></script>"),
                mistakeOfParameter("an empty element", "A script.\nExample: <script></script>"),
                mistakeOfParameter("an unknown variable", "A script.\nExample: <script>${basedirectory}/a.py</script>"),
                mistakeOfParameter("a tag cut off", "A {@code script.\nExample: <script>a.py</script>"),
                mistakeOfParameter(
                        "a variable cut off", "A script.\nExample: <script>${project.basedir/a.py</script>"));
    }

    private DynamicTest mistakeOfParameter(String name, String description) {
        return DynamicTest.dynamicTest(name, () -> {
            Parameter parameter = goal("run").getParameterMap().get("script").clone();
            parameter.setDescription(description);
            assertThatCode(() -> exampleOf(goal("run"), parameter)).isInstanceOf(AssertionError.class);
        });
    }

    @TestFactory
    @DisplayName("says of a goal none of these")
    Stream<DynamicTest> mistakesOfGoals() {
        String run = "<execution><phase>test</phase><goals><goal>run</goal></goals>";
        return Stream.of(
                mistakeOfGoal("no example", ""),
                mistakeOfGoal("a command line of another goal", "mvn python-dist:info"),
                mistakeOfGoal("an unknown option", "mvn python-dist:run -Dpython-dist.skript=a.py"),
                mistakeOfGoal("no phase where one is needed", run.replace("<phase>test</phase>", "") + "</execution>"),
                mistakeOfGoal("an unknown goal", run.replace("</goals>", "<goal>runs</goal></goals></execution>")),
                mistakeOfGoal(
                        "an unknown element", run + "<configuration><skript>a</skript></configuration></execution>"),
                mistakeOfGoal(
                        "a wrong value", run + "<configuration><timeout>a</timeout></configuration></execution>"));
    }

    private DynamicTest mistakeOfGoal(String name, String example) {
        return DynamicTest.dynamicTest(name, () -> {
            MojoDescriptor goal = goal("run").clone();
            goal.setDescription("Runs Python.\n" + example);
            assertThatCode(() -> examplesOf(goal)).isInstanceOf(AssertionError.class);
        });
    }

    private MojoDescriptor goal(String name) {
        return ours().filter(goal -> goal.getGoal().equals(name)).findFirst().orElseThrow();
    }

    /** All but {@code help}, which is generated. */
    private Stream<MojoDescriptor> ours() {
        return plugin.getMojos().stream().filter(goal -> !goal.getGoal().equals("help"));
    }

    private static void phaseIsTold(MojoDescriptor goal) {
        assertThat(text(goal.getDescription()))
                .contains(goal.getPhase() == null ? "It has no phase" : "Bound to the phase " + goal.getPhase());
    }

    private void examplesOf(MojoDescriptor goal) throws Exception {
        String text = text(goal.getDescription());
        List<String> executions =
                EXECUTION.matcher(text).results().map(found -> found.group()).toList();
        List<String> commands =
                COMMAND.matcher(text).results().map(found -> found.group()).toList();
        assertThat(executions.size() + commands.size())
                .as("an <execution> or a command line in:%n%s", text)
                .isPositive();
        for (String execution : executions) {
            checkExecution(goal, xml(execution));
        }
        for (String command : commands) {
            checkCommand(goal, command);
        }
    }

    private void checkExecution(MojoDescriptor goal, PlexusConfiguration execution) throws Exception {
        List<String> known = List.of("id", "phase", "goals", "configuration");
        assertThat(Arrays.stream(execution.getChildren()).map(PlexusConfiguration::getName))
                .isSubsetOf(known);
        List<String> goals = Arrays.stream(execution.getChild("goals").getChildren())
                .map(PlexusConfiguration::getValue)
                .toList();
        assertThat(goals).contains(goal.getGoal());
        assertThat(ours().map(MojoDescriptor::getGoal)).containsAll(goals);
        if (goal.getPhase() == null) {
            assertThat(execution.getChild("phase").getValue())
                    .as("phase of a goal without one")
                    .isNotBlank();
        }
        for (PlexusConfiguration element : execution.getChild("configuration").getChildren()) {
            List<MojoDescriptor> taking = ours().filter(other -> goals.contains(other.getGoal()))
                    .filter(other -> other.getParameterMap().containsKey(element.getName()))
                    .toList();
            assertThat(taking)
                    .as("goals of the execution that have <%s>", element.getName())
                    .isNotEmpty();
            for (MojoDescriptor other : taking) {
                configure(other, element);
            }
        }
    }

    private void checkCommand(MojoDescriptor goal, String command) throws Exception {
        boolean direct = command.contains(PREFIX + goal.getGoal()) || command.contains(COORDINATES + goal.getGoal());
        // "mvn verify" runs the goals that are bound.
        assertThat(direct || goal.getPhase() != null).as(command).isTrue();
        // Without a project its goals are called by their coordinates, in one they may be.
        assertThat(goal.isProjectRequired() && command.contains(COORDINATES))
                .as("needs a project: " + command)
                .isFalse();
        checkOptions(goal, command);
    }

    private void exampleOf(MojoDescriptor goal, Parameter parameter) throws Exception {
        String text = text(parameter.getDescription());
        Matcher start = EXAMPLE.matcher(text);
        assertThat(start.find()).as("'Example:' in:%n%s", text).isTrue();
        assertThat(text.substring(0, start.start())).as("description").isNotBlank();
        assertThat(text).as("tags are no part of the text").doesNotContain("{@");
        assertThat(text.chars().filter(c -> c == '{').count())
                .as("braces in:%n%s", text)
                .isEqualTo(text.chars().filter(c -> c == '}').count());
        assertThat(parameter.getSince()).as("@since").isNotBlank();

        String example = text.substring(start.end()).strip();
        if (example.startsWith("<")) {
            PlexusConfiguration element = xml(example);
            assertThat(element.getName()).as("element of the example").isEqualTo(parameter.getName());
            configure(goal, element);
        } else {
            assertThat(checkOptions(goal, example))
                    .as("parameters that the example is about")
                    .contains(parameter.getName());
        }
    }

    /** Every option sets a parameter of the goal, with a value that it can have. */
    private static Collection<String> checkOptions(MojoDescriptor goal, String commandLine) throws Exception {
        Map<String, Parameter> byProperty = new TreeMap<>();
        for (Parameter parameter : goal.getParameters()) {
            Matcher expression = EXPRESSION.matcher(String.valueOf(parameter.getExpression()));
            if (parameter.isEditable() && expression.matches()) {
                byProperty.put(expression.group(1), parameter);
            }
        }
        List<String> set = new ArrayList<>();
        Matcher option = OPTION.matcher(commandLine);
        while (option.find()) {
            Parameter parameter = byProperty.get(option.group(1));
            assertThat(parameter)
                    .as("-D%s, among the properties of %s: %s", option.group(1), goal.getGoal(), byProperty.keySet())
                    .isNotNull();
            DefaultPlexusConfiguration element = new DefaultPlexusConfiguration(parameter.getName());
            // As Maven has it, an option without a value is true.
            element.setValue(option.group(2) == null ? "true" : option.group(2));
            configure(goal, element);
            set.add(parameter.getName());
        }
        return set;
    }

    /** Has Maven's own configurator set the element, and looks whether that changed the field. */
    private static void configure(MojoDescriptor goal, PlexusConfiguration element) throws Exception {
        Class<?> type = Class.forName(goal.getImplementation());
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Mojo mojo = (Mojo) constructor.newInstance(new Object[constructor.getParameterCount()]);
        DefaultPlexusConfiguration configuration = new DefaultPlexusConfiguration("configuration");
        configuration.addChild(element);
        assertThatCode(() -> new BasicComponentConfigurator()
                        .configureComponent(mojo, configuration, new Variables(), REALM, null))
                .as("<%s> of %s", element.getName(), goal.getGoal())
                .doesNotThrowAnyException();
        Field field = field(type, element.getName());
        field.setAccessible(true);
        isSet(field.get(mojo), "<" + element.getName() + "> of " + goal.getGoal());
    }

    /** An example of a parameter with elements of its own shows all of them. */
    private static void isSet(Object value, String name) throws IllegalAccessException {
        assertThat(value).as(name).isNotNull();
        if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                isSet(element, "an element of " + name);
            }
        } else if (value.getClass().getPackage().equals(GoalReferenceTest.class.getPackage())) {
            for (Field field : value.getClass().getDeclaredFields()) {
                field.setAccessible(true);
                isSet(field.get(value), "<" + field.getName() + "> in " + name);
            }
        } else {
            assertThat(value.toString()).as(name).isNotBlank();
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            for (Field field : level.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type + " has no field " + name);
    }

    /** The variables that examples may have. */
    private static final class Variables implements TypeAwareExpressionEvaluator {

        private static final Map<String, String> KNOWN = Map.of(
                "project.basedir", "/project",
                "project.build.directory", "/project/target",
                "project.build.outputDirectory", "/project/target/classes",
                "project.build.outputTimestamp", "2026-11-21T00:00:00Z",
                "project.version", "1.0");

        @Override
        public Object evaluate(String expression) {
            return EXPRESSION
                    .matcher(expression)
                    .replaceAll(variable -> Matcher.quoteReplacement(value(variable.group(1))));
        }

        @Override
        public Object evaluate(String expression, Class<?> type) {
            return evaluate(expression);
        }

        private static String value(String variable) {
            assertThat(KNOWN).as("variables that every project has").containsKey(variable);
            return KNOWN.getOrDefault(variable, "");
        }

        @Override
        public java.io.File alignToBaseDirectory(java.io.File file) {
            return file.isAbsolute() ? file : new java.io.File("/project", file.getPath());
        }
    }

    private static PlexusConfiguration xml(String text) throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        parser.setErrorHandler(new Silent());
        try {
            return configuration(
                    parser.parse(new InputSource(new StringReader(text))).getDocumentElement());
        } catch (SAXParseException e) {
            throw new AssertionError("The example is no XML: " + e.getMessage() + System.lineSeparator() + text, e);
        }
    }

    private static PlexusConfiguration configuration(Element element) {
        DefaultPlexusConfiguration configuration = new DefaultPlexusConfiguration(element.getTagName());
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeType() == Node.ELEMENT_NODE) {
                configuration.addChild(configuration((Element) children.item(i)));
            }
        }
        if (configuration.getChildCount() == 0) {
            configuration.setValue(element.getTextContent().strip());
        }
        return configuration;
    }

    /** The parser's own prints to standard error. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXParseException {
            throw e;
        }
    }

    /** A text of the descriptor, without spaces at the ends of its lines. */
    private static String text(String description) {
        return description.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static PluginDescriptor plugin() {
        assertThat(DESCRIPTOR).as("made by mvn process-classes").exists();
        try {
            return new PluginDescriptorBuilder().build(Files.newBufferedReader(DESCRIPTOR));
        } catch (Exception e) {
            throw new AssertionError("Cannot read " + DESCRIPTOR, e);
        }
    }

    private static ClassRealm realm() {
        return new ClassWorld("tests", GoalReferenceTest.class.getClassLoader()).getClassRealm("tests");
    }
}
