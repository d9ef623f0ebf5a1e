package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.plan.FrozenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan holds of a goal's parameters is the same wherever the project is. */
class FrozenParametersTest {

    private static final ChangelogSource CHANGELOG = new ChangelogSource(
            "db/changelog.sql",
            null,
            null,
            "src",
            null,
            null,
            null,
            "DATABASECHANGELOG",
            "DATABASECHANGELOGLOCK",
            List.of("public"),
            HowFarParameters.WHOLE);
    private static final SourceParameters SOURCE =
            new SourceParameters(null, null, "schema", null, null, "public", "database");

    @TempDir
    private Path directory;

    @Test
    void aFileOfTheProjectIsNamedAsInAnyOtherCheckout() throws IOException {
        Path one = checkout("one", "SELECT 1");
        Path other = checkout("other", "SELECT 1");
        String relative = text(one, "db/before.sql");

        assertThat(relative).startsWith("db/before.sql (").doesNotContain("one");
        assertThat(text(one, one.resolve("db/before.sql").toString())).isEqualTo(relative);
        assertThat(text(other, other.resolve("db/../db/before.sql").toString())).isEqualTo(relative);
        assertThat(text(checkout("edited", "SELECT 2"), "db/before.sql")).isNotEqualTo(relative);
    }

    @Test
    void ofAFileElsewhereTheNameAndWhatIsInItCount() throws IOException {
        Path one = checkout("one", "SELECT 1");
        Path other = checkout("other", "SELECT 1");
        String elsewhere = text(one, other.resolve("db/before.sql").toString());

        assertThat(elsewhere).startsWith("before.sql (");
        assertThat(text(other, one.resolve("db/before.sql").toString())).isEqualTo(elsewhere);
    }

    @Test
    void whatAFileHasExpressionsOfIsReadByIt() throws IOException {
        Path project = checkout("one", "SELECT '${plan}', '${ a${tenant} }', '$ {no}';\nSELECT ${flag}");

        assertThat(options(maven(project), List.of("db/before.sql")).readByHooks())
                .containsExactlyInAnyOrder("plan", "tenant", "flag");
        assertThat(options(maven(project), List.of()).readByHooks()).isEmpty();
    }

    @Test
    void anEmptyKeyIsNoKey() throws IOException {
        Path project = checkout("one", "SELECT 1");
        for (String empty : List.of("", " ")) {
            assertThatThrownBy(() -> options(maven(project).system("env.PGMT_PLAN_KEY", empty), List.of()))
                    .isInstanceOf(RunRefusedException.class)
                    .hasMessageContaining("PGMT_PLAN_KEY is set but empty");
        }
        assertThat(options(maven(project).system("env.PGMT_PLAN_KEY", "k"), List.of())
                        .secret())
                .contains("k");
        assertThat(options(maven(project), List.of()).secret()).isEmpty();
    }

    private Path checkout(String name, String sql) throws IOException {
        Path project = directory.resolve(name);
        Files.createDirectories(project.resolve("db"));
        Files.writeString(project.resolve("db/before.sql"), sql);
        return project;
    }

    private static TestMaven maven(Path project) {
        return new TestMaven().pom(project, "");
    }

    private static String text(Path project, String before) {
        return options(maven(project), List.of(before)).texts().get("beforeTenantSql");
    }

    private static FrozenOptions options(TestMaven maven, List<String> beforeTenant) {
        HookParameters hooks = new HookParameters(List.of(), beforeTenant, List.of(), List.of());
        return new FrozenParameters(CHANGELOG, hooks, SOURCE, "changeset").options(maven.side());
    }
}
