package io.github.pgmt.maven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.maven.console.RecordingLog;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Statuses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubAnnotationsTest {

    @TempDir
    private Path directory;

    private Path checkout;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Files.createDirectories(directory.resolve("checkout"));
        Path resources = Files.createDirectories(checkout.resolve("app/src/main/resources/db"));
        Files.writeString(resources.resolve("a.sql"), "--liquibase formatted sql\n--changeset shop:1\n");
        Files.writeString(
                resources.resolve("b, c.xml"),
                "<databaseChangeLog>\r\n<!-- as in a.sql -->\r\n<changeSet author=\"shop\" id=\"1\"/>\r\n</databaseChangeLog>");
        Files.writeString(directory.resolve("secret.sql"), "--changeset shop:1\n");
    }

    @Test
    void aChangesetInTheCheckoutIsToldWithItsFileAndLine() {
        assertThat(command("db/a.sql")).startsWith("::error file=app/src/main/resources/db/a.sql,line=2,title=");
        assertThat(command("db/b, c.xml"))
                .as("the same id in another file")
                .startsWith("::error file=app/src/main/resources/db/b%2C c.xml,line=3,title=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db/logical.sql",
                "../../../../../secret.sql",
                "db",
                "",
                "a\u0000b",
            })
    void oneThatIsNotThereIsToldWithoutAFile(String file) {
        assertThat(command(file)).startsWith("::error title=");
    }

    @Test
    void nothingIsToldWhereGitHubDoesNotListen() {
        GitHubAnnotations annotations = new GitHubAnnotations(new TestMaven().side(), new RecordingLog());

        assertThat(annotations.commands(Reports.broken("It is down."), Reports.AS_IT_IS))
                .isEmpty();
    }

    private String command(String file) {
        TestMaven maven = new TestMaven()
                .system("env.GITHUB_ACTIONS", "true")
                .system("env.GITHUB_WORKSPACE", checkout.toString());
        GitHubAnnotations annotations = new GitHubAnnotations(maven.side(), new RecordingLog());
        annotations.find(
                ChangelogPlaces.of(List.of(directory.resolve("none"), checkout.resolve("app/src/main/resources"))));
        RunReport report = Statuses.report(true, Statuses.pending("acme", new ChangeSetId(file, "1", "shop")));
        return annotations.commands(report, Reports.AS_IT_IS).get(0);
    }
}
