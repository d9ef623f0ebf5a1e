package io.github.pgmt.postgres.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import io.github.pgmt.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories and lock tables that others can reach, or that cannot be written, are told with what mends them. */
class LiquibaseTableFindingsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void migrate() {
        for (String schema : List.of("acme", "beta", "gamma")) {
            database.execute(LiquibaseTables.migrated(schema));
        }
        database.execute(LiquibaseTables.history("public"), LiquibaseTables.lock("public"));
    }

    @Test
    void tablesAsLiquibaseMakesThemAreNoFinding() {
        assertThat(findings(Servers.of(database))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE %s ENABLE ROW LEVEL SECURITY -> enabled",
                "ALTER TABLE %s FORCE ROW LEVEL SECURITY -> not enabled and forced",
                "CREATE POLICY seen ON %s USING (true) -> not enabled, 1 policy"
            })
    void rowLevelSecurityOfAnyKindIsAnErrorOfItsTenants(String example) {
        String statement = example.replaceFirst(" -> .*", "");
        database.execute(
                statement.formatted("acme.databasechangelog"), statement.formatted("beta.databasechangeloglock"));

        List<Finding> findings = findings(Servers.of(database), "row-security");

        assertThat(findings)
                .extracting(Finding::severity, Finding::tenants)
                .containsExactly(tuple(Severity.ERROR, List.of("acme", "beta")));
        String words = example.replaceFirst(".* -> ", "");
        assertThat(findings.get(0).message().lines().skip(1))
                .containsExactly("acme.databasechangelog: " + words, "beta.databasechangeloglock: " + words);
        assertThat(findings.get(0).advice())
                .contains("ALTER TABLE \"acme\".\"databasechangelog\" DISABLE ROW LEVEL SECURITY")
                .matches(advice -> advice.contains("DROP POLICY") == words.contains("policy"));
    }

    @Test
    void whatIsSharedIsNobodysInParticular() {
        database.execute(
                "ALTER TABLE public.databasechangelog ENABLE ROW LEVEL SECURITY",
                "CREATE PUBLICATION p FOR ALL TABLES");

        assertThat(findings(Servers.of(database)))
                .extracting(Finding::severity, Finding::check, Finding::tenants)
                .containsExactly(
                        tuple(Severity.WARNING, "publications", List.of("acme", "beta", "gamma")),
                        tuple(Severity.WARNING, "row-security", List.of()),
                        tuple(Severity.WARNING, "publications", List.of()));
        assertThat(findings(Servers.of(database), "row-security").get(0).message())
                .contains("in the shared schema public.");
    }

    @Test
    void anOwnerWhoIsNobodyOfOursIsTold() {
        try (TestRole migrator = new TestRole(database);
                TestRole group = new TestRole(database);
                TestRole shop = new TestRole(database)) {
            database.execute(
                    "ALTER TABLE acme.databasechangelog OWNER TO " + shop.name(),
                    "ALTER TABLE acme.databasechangeloglock OWNER TO " + shop.name(),
                    "ALTER ROLE " + group.name() + " NOLOGIN",
                    "GRANT " + group.name() + " TO " + migrator.name(),
                    "ALTER TABLE beta.databasechangelog OWNER TO " + migrator.name(),
                    "ALTER TABLE gamma.databasechangeloglock OWNER TO " + group.name());

            List<Finding> findings = findings(migrator.server(), "history-owner");

            assertThat(findings)
                    .extracting(Finding::severity, Finding::tenants)
                    .containsExactly(tuple(Severity.WARNING, List.of("acme")));
            assertThat(findings.get(0).message())
                    .contains("in a tenant belong to other roles than \"" + migrator.name() + "\"")
                    .endsWith("\n\"" + shop.name() + "\" owns those of acme");
            assertThat(findings.get(0).advice())
                    .contains("ALTER TABLE \"acme\".\"databasechangelog\" OWNER TO \"" + migrator.name() + "\";");

            database.execute("GRANT " + group.name() + " TO " + shop.name());
            assertThat(findings(migrator.server(), "history-owner").get(0).tenants())
                    .containsExactly("acme", "gamma");
            assertThat(findings(Servers.of(database), "history-owner").get(0).tenants())
                    .containsExactly("acme", "beta", "gamma");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.pgmt.testing.Faults#versions")
    @Tag(Faults.TAG)
    void aPublicationThatWouldNeedAReplicaIdentityIsToldOnEveryVersion(EmbeddedVersion version) {
        try (TestDatabase other = new TestDatabase(TestServer.of(version));
                TestRole migrator = new TestRole(other)) {
            other.execute(LiquibaseTables.migrated("acme"));
            other.execute(LiquibaseTables.migrated("beta"));
            boolean knowsSchemas = version.compareTo(EmbeddedVersion.POSTGRESQL_14) > 0;
            List<String> all = knowsSchemas
                    ? List.of("FOR ALL TABLES", "FOR TABLES IN SCHEMA acme", "FOR TABLE acme.databasechangelog")
                    : List.of("FOR ALL TABLES", "FOR TABLE acme.databasechangelog");
            for (String objects : all) {
                other.execute("CREATE PUBLICATION \"all\" " + objects);
                assertThatThrownBy(() -> other.execute("DELETE FROM acme.databasechangelog"))
                        .hasStackTraceContaining("does not have a replica identity");

                List<Finding> findings = findings(migrator.server(), "publications");

                assertThat(findings)
                        .as(objects)
                        .extracting(Finding::severity, Finding::tenants)
                        .containsExactly(tuple(
                                Severity.WARNING,
                                objects.equals("FOR ALL TABLES") ? List.of("acme", "beta") : List.of("acme")));
                assertThat(findings.get(0).message())
                        .contains("SQLSTATE 55000")
                        .contains("\n\"all\" has those of acme");
                other.execute("DROP PUBLICATION \"all\"");
            }
            other.execute("CREATE PUBLICATION \"none\" FOR TABLE beta.databasechangeloglock");
            assertThat(findings(migrator.server(), "publications")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER PUBLICATION p SET (publish = 'insert')",
                "ALTER TABLE acme.databasechangelog REPLICA IDENTITY FULL",
                "ALTER TABLE acme.databasechangelog ADD PRIMARY KEY (id, author, filename)",
                "ALTER TABLE acme.databasechangelog SET UNLOGGED"
            })
    void whatCanBeChangedAllTheSameIsNoFinding(String mend) {
        database.execute("CREATE PUBLICATION p FOR TABLE acme.databasechangelog");
        assertThat(findings(Servers.of(database), "publications")).hasSize(1);

        database.execute(mend.contains("UNLOGGED") ? "DROP PUBLICATION p" : "SELECT 1", mend);
        if (mend.contains("UNLOGGED")) {
            database.execute("ALTER TABLE beta.databasechangelog REPLICA IDENTITY FULL");
            database.execute("ALTER TABLE gamma.databasechangelog REPLICA IDENTITY FULL");
            database.execute("ALTER TABLE public.databasechangelog REPLICA IDENTITY FULL");
            database.execute("CREATE PUBLICATION p FOR ALL TABLES");
        }

        database.execute("DELETE FROM acme.databasechangelog");
        assertThat(findings(Servers.of(database), "publications")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE acme.databasechangelog REPLICA IDENTITY NOTHING",
                "ALTER TABLE acme.databasechangelog ADD PRIMARY KEY (id, author, filename) DEFERRABLE"
            })
    void whatLooksLikeAnIdentityAndIsNoneIsTold(String statement) {
        database.execute("CREATE PUBLICATION p FOR TABLE acme.databasechangelog", statement);

        assertThatThrownBy(() -> database.execute("DELETE FROM acme.databasechangelog"))
                .hasStackTraceContaining("does not have a replica identity");
        assertThat(findings(Servers.of(database), "publications")).hasSize(1);
    }

    private static List<Finding> findings(Server server, String check) {
        return findings(server).stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
    }

    private static List<Finding> findings(Server server) {
        return new PostgresExamination(server, Examinations.FLEET)
                .tenants(Tenants.of("acme", "beta", "gamma"), 4).stream()
                        .filter(finding -> List.of("row-security", "history-owner", "publications")
                                .contains(finding.check()))
                        .toList();
    }
}
