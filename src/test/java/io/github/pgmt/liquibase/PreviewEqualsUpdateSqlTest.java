package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.engine.PreviewedChangeSet;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.preview.CohortPreview;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.RandomChangelog;
import io.github.pgmt.testing.RandomRound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a dry run shows is what Liquibase's own {@code update-sql} shows: but for its lock and {@code search_path}, and for how a schema is
 * written, and the id of the run. Of changesets that may do something else in a tenant Liquibase shows what they send if they run, and so
 * does pgmt as far as it can tell.
 */
@Tag(Faults.TAG)
class PreviewEqualsUpdateSqlTest {

    private static final int CHANGE_SETS = 24;

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void ofAnyChangelogOnAnyHistories(LiquibaseLine line) {
        RandomRound.several(line, seed -> {
            round(line, seed);
            return List.of();
        });
    }

    private void round(LiquibaseLine line, long seed) {
        Random random = new Random(seed);
        RandomChangelog changelog = new RandomChangelog(seed, CHANGE_SETS, 0.1);
        int released = 6 + random.nextInt(CHANGE_SETS - 6);
        Path before =
                RandomRound.withoutPreconditions(changelog.writeFirst(directory.resolve("before" + seed), released));
        Path now = RandomRound.withoutPreconditions(changelog.writeSecond(directory.resolve("now" + seed)));
        List<Integer> steps = List.of(random.nextInt(released + 1), random.nextInt(released + 1), 0);
        try (RandomRound round = new RandomRound(line, seed)) {
            round.prepare(before, steps);
            RunPreview preview = Fleet.run(round.engines(now), RandomRound.OPTIONS)
                    .migrate(TenantSelection.ALL, true)
                    .preview()
                    .orElseThrow();
            assertThat(preview.cohorts()).isNotEmpty();
            for (CohortPreview cohort : preview.cohorts()) {
                TenantId tenant = cohort.tenants().get(0);
                String theirs =
                        plain(round.updateSql(tenant.schema(), now, directory.resolve("update.sql")), tenant.schema());
                assertAllAreIn(theirs, cohort.script(), tenant.schema(), seed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In this order, and nothing else but Liquibase's own affairs. */
    private static void assertAllAreIn(String theirs, PreviewedScript script, String schema, long seed) {
        StringBuilder others = new StringBuilder();
        int from = 0;
        boolean isAllKnown = true;
        for (PreviewedChangeSet changeSet : script.changeSets()) {
            isAllKnown &= changeSet.unknown().isEmpty();
            for (String statement : statements(changeSet, schema)) {
                int found = theirs.indexOf(statement, from);
                assertThat(found)
                        .as("seed %d, %s: %s%nin%n%s", seed, changeSet.id(), statement, theirs.substring(from))
                        .isNotNegative();
                others.append(theirs, from, found);
                from = found + statement.length();
            }
        }
        if (isAllKnown) {
            others.append(theirs.substring(from));
            assertThat(others.toString().split(";"))
                    .as("seed %d: Liquibase sends nothing besides", seed)
                    .allSatisfy(rest -> assertThat(rest.strip().toUpperCase(Locale.ROOT))
                            .matches("(?s)|SET SEARCH_PATH.*|(UPDATE|CREATE TABLE|DELETE FROM|INSERT INTO) "
                                    + "DATABASECHANGELOGLOCK.*|CREATE TABLE DATABASECHANGELOG .*"));
        }
    }

    private static List<String> statements(PreviewedChangeSet changeSet, String schema) {
        Stream<SchemaText> texts = Stream.concat(changeSet.statements().stream(), changeSet.recording().stream());
        return texts.map(text -> text.filled(place -> "RUN"))
                .map(text -> plain(text.in('"' + schema + '"'), schema))
                .map(text -> text.replaceAll(";$", ""))
                .toList();
    }

    /** Without comments, the schema and the run's id, and with a blank where there is space. */
    private static String plain(String sql, String schema) {
        return sql.replaceAll("(?m)^--.*$", "")
                .replace('"' + schema + "\".", "")
                .replace(schema + ".", "")
                .replaceAll("'(RUN|\\d{10})'\\)", "'RUN')")
                .replaceAll("DEPLOYMENT_ID = '(RUN|\\d{10})'", "DEPLOYMENT_ID = 'RUN'")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
