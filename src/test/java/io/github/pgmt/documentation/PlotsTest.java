package io.github.pgmt.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plots of the page Benchmark, which the profile {@code benchmark} draws: none shows a figure that the page has not. */
class PlotsTest {

    private static final Pattern VALUE = Pattern.compile("<text class=\"value[^>]*>([\\d.]+) ");
    private static final Path DRAWN = Path.of("src", "benchmark", "plots.json");
    private static final Pattern DRAWN_VALUE = Pattern.compile("\": \"([\\d.]+)\"");

    @Test
    void everyFigureOfAPlotStandsInATableOfThePageAndIsOneOfThoseToBeDrawn() throws IOException {
        String page = Files.readString(MarkdownPage.SITE.resolve("benchmark.md"));
        List<String> toBeDrawn = values(DRAWN_VALUE, Files.readString(DRAWN));
        List<Path> plots = plots();
        assertThat(plots).hasSizeGreaterThanOrEqualTo(4);
        List<String> drawn = plots.stream()
                .flatMap(plot -> {
                    assertThat(page).contains("](images/" + plot.getFileName() + ")");
                    return values(VALUE, read(plot)).stream();
                })
                .toList();
        assertThat(drawn)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(page)
                        .containsPattern("\\|.*(?<![\\d.])" + Pattern.quote(value) + "(?![\\d.]*\\d).*\\|"));
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(toBeDrawn);
    }

    @Test
    void theFrontPagesFiguresAreThoseOfTheBenchmark() throws IOException {
        String page = Files.readString(MarkdownPage.SITE.resolve("benchmark.md"));
        List<String> figures = values(
                Pattern.compile("\\| ([\\d.]+) ms a tenant \\|"),
                Files.readString(MarkdownPage.SITE.resolve("index.md")));

        assertThat(figures).hasSize(3).allSatisfy(figure -> assertThat(page).contains("| " + figure + " ("));
    }

    private static List<Path> plots() throws IOException {
        try (Stream<Path> files = Files.list(MarkdownPage.SITE.resolve("images"))) {
            return files.filter(file -> file.getFileName().toString().matches("benchmark-.*\\.svg"))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> values(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
