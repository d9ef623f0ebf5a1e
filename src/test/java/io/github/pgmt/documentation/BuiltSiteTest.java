package io.github.pgmt.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every link of the site that {@code mvn site} has built leads somewhere: those of the pages, the menu, the generated pages of
 * the goals, the looks. No other build has a site, so it is skipped there, also where the site is older than its sources;
 * {@code -Dpgmt.test.site=true} makes a failure of that.
 */
class BuiltSiteTest {

    private static final Path SITE = Path.of("target", "site");
    private static final Pattern EXTERNAL = Pattern.compile("([a-z][a-z0-9+.-]*:|//).*");
    private static final Pattern LINK = Pattern.compile("\\b(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ANCHOR = Pattern.compile("\\sid=\"([^\"]+)\"|<a\\s[^>]*\\bname=\"([^\"]+)\"");

    private final Map<Path, Set<String>> anchors = new TreeMap<>();
    private final Map<Path, List<String>> links = new TreeMap<>();

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        requireSite();
        try (Stream<Path> files = Files.walk(SITE)) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".html")).toList()) {
                read(page);
            }
        }

        assertThat(links.keySet()).contains(SITE.resolve("index.html"), SITE.resolve("migrate-all-mojo.html"));
        assertThat(links.entrySet().stream()
                        .flatMap(page -> page.getValue().stream()
                                .flatMap(
                                        link -> fault(page.getKey(), link)
                                                .map(fault -> page.getKey() + ": " + link + " " + fault)
                                                .stream()))
                        .distinct())
                .isEmpty();
    }

    private static void requireSite() throws IOException {
        Path index = SITE.resolve("index.html");
        boolean current =
                Files.isRegularFile(index) && Files.getLastModifiedTime(index).compareTo(newest(Path.of("site"))) >= 0;
        String advice = "no site, or one that is older than its sources: mvn -B -ntp site";
        if (Boolean.getBoolean("pgmt.test.site")) {
            assertThat(current).as(advice).isTrue();
        }
        assumeTrue(current, advice);
    }

    private static FileTime newest(Path directory) throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest;
    }

    private void read(Path page) throws IOException {
        String html = Files.readString(page);
        Set<String> ofPage = new HashSet<>();
        ANCHOR.matcher(html)
                .results()
                .forEach(anchor -> ofPage.add(decoded(anchor.group(1) == null ? anchor.group(2) : anchor.group(1))));
        anchors.put(page, ofPage);
        links.put(
                page,
                LINK.matcher(html)
                        .results()
                        .map(link -> decoded(link.group(1)))
                        .filter(link -> !EXTERNAL.matcher(link).matches())
                        .toList());
    }

    private static String decoded(String attribute) {
        String text = attribute.replace("&#x27;", "'").replace("&amp;", "&");
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private Optional<String> fault(Path page, String link) {
        int hash = link.indexOf('#');
        String path = (hash < 0 ? link : link.substring(0, hash)).replaceAll("\\?.*", "");
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (!Files.isRegularFile(target)) {
            return Optional.of("is no file of the site");
        }
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        return anchor.isEmpty() || anchors.getOrDefault(target, Set.of()).contains(anchor)
                ? Optional.empty()
                : Optional.of("has no such anchor");
    }
}
