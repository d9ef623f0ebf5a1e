package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant of any name gets all of its objects and its history, and nothing lands anywhere else. */
class RightSchemaTest {

    private static final List<String> NAMES = List.of(
            "acme",
            "Acme",
            "ACME",
            "Tenant_A",
            "UPPER",
            "acme-corp",
            "123abc",
            "a b",
            "a\"b",
            "A\"b,\"c",
            "O'Neil",
            "semi;colon",
            "drop\"; DROP SCHEMA public CASCADE; --",
            "dots.and.more",
            "$dollar$",
            "per%cent",
            "under_score",
            "underXscore",
            "comma,name",
            "select",
            "user",
            "müller",
            "日本語",
            "emoji😀",
            "new\nline",
            "(paren)",
            "colon:and@at",
            "${user.home}",
            "${database.defaultSchemaName}",
            "x".repeat(63),
            "ü".repeat(31));

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void everyObjectOfEveryNameIsInItsTenant(LiquibaseLine line) {
        NAMES.forEach(name -> database.execute("CREATE SCHEMA " + TestDatabase.quoted(name)));
        Engines engines = Engines.of(database, line, "changelogs/names/master.xml");

        Map<String, Failure> failures = new LinkedHashMap<>();
        try (MigrationEngine engine = engines.factory().open()) {
            for (String name : NAMES) {
                EngineResult result = engine.migrate(Engines.tenant(name));
                result.failure().ifPresent(failure -> failures.put(name, failure));
            }
        }
        assertThat(failures).isEmpty();

        assertThat(database.query("""
                        SELECT n.nspname || ': ' || count(*) FROM pg_namespace n
                        LEFT JOIN pg_class c ON c.relnamespace = n.oid
                        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                        GROUP BY n.nspname HAVING count(c.oid) <> (SELECT count(*) FROM pg_class WHERE relnamespace = 'acme'::regnamespace)
                        """)).containsExactly("public: 1");
        for (String name : NAMES) {
            String schema = TestDatabase.quoted(name);
            assertThat(database.query("SELECT schema_name FROM " + schema + ".formatted"))
                    .containsExactly(name);
            assertThat(database.query("SELECT name FROM " + schema + ".customer WHERE number = 1"))
                    .as("customer of " + name)
                    .containsExactly(name);
            assertThat(database.query("SELECT id FROM " + schema + ".databasechangelog ORDER BY orderexecuted"))
                    .hasSize(8);
            assertThat(database.query("SELECT DISTINCT deployment_id FROM " + schema + ".databasechangelog"))
                    .containsExactly(engines.runId().value());
            assertThat(database.query("SELECT count(*) FROM " + schema + ".databasechangeloglock WHERE NOT locked"))
                    .containsExactly("1");
        }
    }
}
