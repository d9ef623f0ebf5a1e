package io.github.pgmt.maven.build;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Writer;
import org.apache.maven.project.MavenProject;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Where the POM, its parents and the profiles of settings.xml refer to properties, as their authors wrote it: what Maven makes
 * of them has the values in the place of the names.
 */
final class PropertyReferences {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^${}]+)}");

    /** @param path the elements around it, from the outside in */
    private record Reference(String property, List<String> path) {

        private boolean isInside(Predicate<String> element) {
            return path.stream().map(TypedCommand::parameter).anyMatch(element);
        }

        /** Whether it is in the value of one of these properties. */
        private boolean isPartOf(Set<String> properties) {
            int last = path.size() - 1;
            return last > 0 && path.get(last - 1).equals("properties") && properties.contains(path.get(last));
        }
    }

    /** Of a run whose POM refers to nothing. */
    static final PropertyReferences NONE = new PropertyReferences();

    private final List<Reference> references = new ArrayList<>();

    private PropertyReferences() {}

    static PropertyReferences of(MavenSession session, MavenProject project) {
        PropertyReferences found = new PropertyReferences();
        for (MavenProject pom = project; pom != null; pom = pom.getParent()) {
            found.addAll(pom.getOriginalModel());
        }
        if (session.getRequest().getProfiles() != null) {
            Model ofSettings = new Model();
            ofSettings.setProfiles(session.getRequest().getProfiles());
            found.addAll(ofSettings);
        }
        return found;
    }

    /** Whether the property is referred to anywhere but inside these elements. */
    boolean hasOutside(String property, Predicate<String> leftOut) {
        return of(property).anyMatch(reference -> !reference.isInside(leftOut));
    }

    /** The properties that become part of such an element's text, be it by way of other properties. */
    Set<String> inside(Predicate<String> element) {
        Set<String> found = new HashSet<>();
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (Reference reference : references) {
                if (reference.isInside(element) || reference.isPartOf(found)) {
                    isGrowing |= found.add(reference.property());
                }
            }
        }
        return found;
    }

    private Stream<Reference> of(String property) {
        return references.stream().filter(reference -> reference.property().equals(property));
    }

    /** What cannot be read has no references: for the sake of a suggestion no run fails. */
    private void addAll(Model model) {
        if (model == null) {
            return;
        }
        try {
            StringWriter text = new StringWriter();
            new MavenXpp3Writer().write(text, model);
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            add(
                    factory.newDocumentBuilder()
                            .parse(new InputSource(new StringReader(text.toString())))
                            .getDocumentElement(),
                    List.of());
        } catch (IOException | SAXException | ParserConfigurationException | RuntimeException e) {
            return;
        }
    }

    private void add(Element element, List<String> around) {
        List<String> path =
                Stream.concat(around.stream(), Stream.of(element.getTagName())).toList();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                add(inner, path);
            } else if (child.getNodeValue() != null) {
                add(child.getNodeValue(), path);
            }
        }
    }

    private void add(String text, List<String> path) {
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            references.add(new Reference(reference.group(1), path));
        }
        int depth = path.size();
        if (depth > 2 && path.subList(depth - 3, depth).equals(List.of("activation", "property", "name"))) {
            references.add(new Reference(text.trim().replaceFirst("^!", ""), path));
        }
    }
}
