package io.github.pgmt.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages as people read them in the sources: every link leads somewhere, there and on the built site, and none is missing. */
class PagesTest {

    private static final Pattern EXTERNAL = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern MENU = Pattern.compile("href=\"([a-z0-9-]+)\\.html\"");

    private final Map<Path, MarkdownPage> pages = new TreeMap<>();

    @BeforeEach
    void readPages() throws IOException {
        for (Path file : files()) {
            pages.put(file, MarkdownPage.read(file));
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(pages.values().stream().flatMap(this::deadLinks)).isEmpty();
    }

    @Test
    void noAnchorIsGivenTwice() {
        assertThat(pages.values()).allSatisfy(page -> assertThat(page.given()).doesNotHaveDuplicates());
    }

    @Test
    void everyPageIsInTheMenuAndInBothLists() throws IOException {
        List<String> ofSite = pages.values().stream()
                .filter(MarkdownPage::isOfTheSite)
                .map(page -> page.file().getFileName().toString())
                .toList();
        List<String> menu = MENU.matcher(Files.readString(Path.of("site", "site.xml")))
                .results()
                .map(item -> item.group(1) + ".md")
                .distinct()
                .filter(ofSite::contains)
                .toList();
        assertThat(menu).as("site/site.xml").containsExactlyInAnyOrderElementsOf(ofSite);

        List<String> all = new ArrayList<>(menu);
        all.remove("index.md");
        assertThat(pages.get(MarkdownPage.SITE.resolve("index.md")).listed())
                .as("index.md has the pages in the order of site.xml")
                .containsExactlyElementsOf(all);
        assertThat(pages.get(Path.of("README.md")).listed())
                .as("README.md")
                .containsExactlyInAnyOrderElementsOf(menu.stream()
                        .map(page -> MarkdownPage.SITE.resolve(page).toString().replace('\\', '/'))
                        .toList());
    }

    private Stream<String> deadLinks(MarkdownPage page) {
        return page.links().stream()
                .filter(link -> !EXTERNAL.matcher(link).matches())
                .flatMap(link -> fault(page, link).map(fault -> page.file() + ": " + link + " " + fault).stream());
    }

    /** What is wrong with a link; nothing where the built site has it as well. */
    private Optional<String> fault(MarkdownPage page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        if (!Files.isRegularFile(target) || target.startsWith("target")) {
            return Optional.of("is no file of the sources");
        }
        if (page.isOfTheSite() && !target.startsWith(MarkdownPage.SITE)) {
            return Optional.of("is not on the site");
        }
        return hash < 0 ? Optional.empty() : faultOfAnchor(pages.get(target), link.substring(hash + 1));
    }

    private static Optional<String> faultOfAnchor(MarkdownPage target, String anchor) {
        if (target == null) {
            return Optional.of("is no page with anchors");
        }
        if (target.given().contains(anchor)) {
            return Optional.empty();
        }
        if (target.isOfTheSite()) {
            return Optional.of("has no anchor that the site has too: write <a id=\"" + anchor
                    + "\"></a> into the heading, after the #");
        }
        return new HashSet<>(target.headings()).contains(anchor)
                ? Optional.empty()
                : Optional.of("has no such heading");
    }

    private static Collection<Path> files() throws IOException {
        List<Path> files =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md")));
        try (Stream<Path> ofSite = Files.list(MarkdownPage.SITE)) {
            ofSite.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
        }
        return files;
    }
}
