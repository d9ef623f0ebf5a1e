package io.github.pgmt.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What an IDE is told about the goals: importing a project must never migrate a database. */
class IdeImportTest {

    @Test
    void anImportRunsNoGoal() throws Exception {
        Document mapping = resource("/META-INF/m2e/lifecycle-mapping-metadata.xml");
        Document plugin = resource("/META-INF/maven/plugin.xml");

        assertThat(mapping.getElementsByTagName("ignore").getLength()).isOne();
        assertThat(mapping.getElementsByTagName("execute").getLength()).isZero();
        assertThat(goalsIn("goals", mapping)).containsExactlyInAnyOrderElementsOf(goalsIn("mojo", plugin));
    }

    private static Document resource(String name) throws Exception {
        try (InputStream input = IdeImportTest.class.getResourceAsStream(name)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(input);
        }
    }

    /** The texts of the elements {@code goal} directly in elements of this name; a goal's parameters can be called so, too. */
    private static List<String> goalsIn(String parent, Document document) {
        NodeList nodes = document.getElementsByTagName("goal");
        List<String> goals = new ArrayList<>();
        for (int index = 0; index < nodes.getLength(); index++) {
            if (nodes.item(index).getParentNode().getNodeName().equals(parent)) {
                goals.add(nodes.item(index).getTextContent().strip());
            }
        }
        return goals;
    }
}
