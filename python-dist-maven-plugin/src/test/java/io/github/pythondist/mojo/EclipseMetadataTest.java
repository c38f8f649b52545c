package io.github.pythondist.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

@DisplayName("What the plugin's jar tells Eclipse")
final class EclipseMetadataTest {

    private static final String M2E = "META-INF/m2e/lifecycle-mapping-metadata.xml";

    private final XPath xpath = XPathFactory.newInstance().newXPath();
    private final Document plugin = read("META-INF/maven/plugin.xml");

    @Test
    @DisplayName("m2e is told of every goal, once")
    void everyGoalIsKnownToM2e() throws Exception {
        List<String> goals = texts(plugin, "/plugin/mojos/mojo/goal");
        assertThat(goals).contains("unpack", "run", "package");
        assertThat(texts(read(M2E), "//pluginExecutionFilter/goals/goal")).containsExactlyInAnyOrderElementsOf(goals);
    }

    @Test
    @DisplayName("the IDE executes what provides an interpreter, and nothing on each save")
    void theIdeExecutesLittle() throws Exception {
        Document m2e = read(M2E);
        assertThat(texts(m2e, "//pluginExecution[action/execute]//goal"))
                .containsExactlyInAnyOrder("unpack", "install-wheels");
        assertThat(texts(m2e, "//action/execute/runOnIncremental")).containsOnly("false");
        assertThat(texts(m2e, "//pluginExecution[count(action/*) != 1]//goal")).isEmpty();
    }

    private List<String> texts(Document document, String path) throws Exception {
        NodeList nodes = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent().strip())
                .toList();
    }

    /** From where the classes are: other jars of the class path may have a file of the same name. */
    private static Document read(String name) {
        try {
            URI classes = UnpackMojo.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            try (InputStream in = Files.newInputStream(Path.of(classes).resolve(name))) {
                return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            }
        } catch (Exception e) {
            throw new AssertionError("there is no readable " + name, e);
        }
    }
}
