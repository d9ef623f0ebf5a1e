package io.github.pgmt.postgres.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import io.github.pgmt.testing.TestServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who could put something in a changelog's way is told, and nobody who is the migrating role or could do anything anyway. */
class CreatorFindingsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void onlyTheMigratingRoleIsNoFinding() {
        try (TestRole migrator = new TestRole(database)) {
            database.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta");
            assertThat(creators(Servers.of(database), "acme", "beta")).isEmpty();

            database.execute(
                    "ALTER SCHEMA acme OWNER TO " + migrator.name(),
                    onDatabase("GRANT CREATE ON DATABASE %I TO " + migrator.name()));
            assertThat(creators(migrator.server(), "acme", "beta")).isEmpty();
        }
    }

    @Test
    void everyWayToCreateInATenantIsTold() {
        try (TestRole migrator = new TestRole(database);
                TestRole owner = new TestRole(database);
                TestRole shop = new TestRole(database);
                TestRole writers = new TestRole(database)) {
            database.execute(
                    "CREATE SCHEMA acme AUTHORIZATION " + owner.name(),
                    "CREATE SCHEMA beta",
                    "CREATE SCHEMA gamma AUTHORIZATION " + migrator.name(),
                    "ALTER ROLE " + writers.name() + " NOLOGIN",
                    "GRANT " + writers.name() + " TO " + shop.name(),
                    "GRANT CREATE ON SCHEMA beta TO PUBLIC",
                    "GRANT CREATE ON SCHEMA beta, gamma TO " + writers.name());

            List<Finding> findings = creators(migrator.server(), "acme", "beta", "gamma");

            assertThat(findings)
                    .extracting(Finding::severity, Finding::tenants)
                    .containsExactly(tuple(Severity.WARNING, List.of("acme", "beta", "gamma")));
            assertThat(findings.get(0).message())
                    .startsWith("Roles besides \"" + migrator.name()
                            + "\" may create objects in 3 tenants' schemas. They "
                            + "may put functions and operators in the way of a changelog's statements, which then run what "
                            + "is in them with the rights of \"" + migrator.name() + "\"; an owner may also drop or "
                            + "replace what is in the schema, Liquibase's tables too:\n")
                    .contains("\nPUBLIC, which is every role: beta")
                    .contains("\n\"" + owner.name() + "\" (owner): acme")
                    .contains("\n\"" + shop.name() + "\" (granted as a member of \"" + writers.name()
                            + "\"): beta, gamma")
                    .contains(
                            "\n\"" + writers.name() + "\" (granted; nobody logs in as this role itself): beta, gamma");
            assertThat(findings.get(0).message().lines()).hasSize(5);
        }
    }

    @Test
    void whatIsAdvisedMendsOneThingAfterTheOther() {
        try (TestRole migrator = new TestRole(database);
                TestRole owner = new TestRole(database);
                TestRole shop = new TestRole(database);
                TestRole writers = new TestRole(database)) {
            database.execute(
                    "CREATE SCHEMA \"a\"\"cme\" AUTHORIZATION " + owner.name(),
                    "CREATE SCHEMA beta AUTHORIZATION " + migrator.name(),
                    "ALTER ROLE " + writers.name() + " NOLOGIN",
                    "GRANT " + writers.name() + " TO " + shop.name(),
                    "GRANT CREATE ON SCHEMA beta TO PUBLIC, " + writers.name(),
                    "GRANT CREATE ON SCHEMA public TO " + shop.name(),
                    onDatabase("GRANT CREATE ON DATABASE %I TO PUBLIC, " + shop.name()));

            int rounds = 0;
            List<Finding> findings = creators(migrator.server(), "a\"cme", "beta");
            while (!findings.isEmpty() && rounds++ < 10) {
                findings.forEach(
                        finding -> database.execute(finding.advice().replaceFirst("(?s)^.*: ([A-Z].*;) .*$", "$1")));
                findings = creators(migrator.server(), "a\"cme", "beta");
            }

            assertThat(findings).isEmpty();
            assertThat(rounds).isGreaterThan(1);
        }
    }

    @Test
    void aGroupThatOwnsTogetherWithTheMigratingRoleIsNoOtherButItsFurtherMembersAre() {
        try (TestRole migrator = new TestRole(database);
                TestRole owners = new TestRole(database);
                TestRole shop = new TestRole(database)) {
            database.execute(
                    "ALTER ROLE " + owners.name() + " NOLOGIN",
                    "GRANT " + owners.name() + " TO " + migrator.name(),
                    "CREATE SCHEMA acme AUTHORIZATION " + owners.name());
            assertThat(creators(migrator.server(), "acme")).isEmpty();

            database.execute("GRANT " + owners.name() + " TO " + shop.name());
            assertThat(creators(migrator.server(), "acme").get(0).message())
                    .endsWith(":\n\"" + shop.name() + "\" (owner as a member of \"" + owners.name() + "\"): acme");

            database.execute(
                    "REVOKE " + owners.name() + " FROM " + shop.name(), "ALTER ROLE " + owners.name() + " LOGIN");
            assertThat(creators(migrator.server(), "acme").get(0).message())
                    .endsWith(":\n\"" + owners.name() + "\" (owner): acme");
        }
    }

    @Test
    void whatIsAlikeInManyTenantsIsALine() {
        try (TestRole migrator = new TestRole(database);
                TestRole shop = new TestRole(database);
                TestRole one = new TestRole(database)) {
            List<String> schemas = IntStream.range(10, 60)
                    .mapToObj(number -> "t" + number)
                    .peek(schema -> database.execute(
                            "CREATE SCHEMA " + schema, "GRANT CREATE ON SCHEMA " + schema + " TO " + shop.name()))
                    .toList();
            database.execute("ALTER SCHEMA t42 OWNER TO " + one.name());

            List<Finding> findings = creators(migrator.server(), schemas.toArray(String[]::new));

            assertThat(findings).hasSize(1);
            assertThat(findings.get(0).tenants()).isEqualTo(schemas);
            assertThat(findings.get(0).message().lines().skip(1))
                    .containsExactly(
                            "\"" + shop.name() + "\" (granted): 50 schemas, such as t10",
                            "\"" + one.name() + "\" (owner): t42");
        }
    }

    @Test
    void whoIsAMemberOfEveryTenantsOwnerIsALine() {
        try (TestRole migrator = new TestRole(database);
                TestRole shop = new TestRole(database);
                TestRole one = new TestRole(database);
                TestRole other = new TestRole(database)) {
            for (TestRole owner : List.of(one, other)) {
                database.execute(
                        "ALTER ROLE " + owner.name() + " NOLOGIN",
                        "GRANT " + owner.name() + " TO " + shop.name() + ", " + migrator.name());
            }
            database.execute(
                    "CREATE SCHEMA acme AUTHORIZATION " + one.name(),
                    "CREATE SCHEMA beta AUTHORIZATION " + other.name());

            assertThat(creators(migrator.server(), "acme", "beta")
                            .get(0)
                            .message()
                            .lines()
                            .skip(1))
                    .containsExactly("\"" + shop.name() + "\" (owner as a member of \"" + one.name()
                            + "\" and 1 more): acme, beta");
        }
    }

    @Test
    void aSharedSchemaAndTheDatabaseAreTheOwnersOfTheDatabaseToo() {
        try (TestRole migrator = new TestRole(database);
                TestRole shop = new TestRole(database)) {
            database.execute(
                    "CREATE SCHEMA acme AUTHORIZATION " + migrator.name(),
                    onDatabase("ALTER DATABASE %I OWNER TO " + shop.name()));

            List<Finding> findings = creators(migrator.server(), "acme");

            assertThat(findings)
                    .extracting(Finding::severity, Finding::tenants)
                    .containsExactly(tuple(Severity.WARNING, List.of()), tuple(Severity.WARNING, List.of()));
            assertThat(findings.get(0).message())
                    .contains("in schemas that are on every tenant's search_path")
                    .endsWith("\n\"" + shop.name() + "\" (owner): public");
            assertThat(findings.get(1).message())
                    .contains("may create schemas in the database", "put another in its place")
                    .contains("\n\"" + shop.name() + "\" (owner): pgmt_");
            assertThat(findings.get(1).advice()).contains("ALTER DATABASE \"pgmt_", " OWNER TO \"" + migrator.name());
            assertThat(creators(shop.server(), "acme"))
                    .extracting(Finding::tenants)
                    .containsExactly(List.of("acme"));
            database.execute(onDatabase("ALTER DATABASE %I OWNER TO CURRENT_USER"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.pgmt.testing.Faults#versions")
    @Tag(Faults.TAG)
    void everyVersionKnowsWhomAMembershipGivesSomething(EmbeddedVersion version) {
        try (TestDatabase other = new TestDatabase(TestServer.of(version));
                TestRole migrator = new TestRole(other);
                TestRole shop = new TestRole(other);
                TestRole writers = new TestRole(other)) {
            other.execute(
                    "CREATE SCHEMA acme AUTHORIZATION " + migrator.name(),
                    "GRANT CREATE ON SCHEMA acme TO " + writers.name(),
                    "GRANT " + writers.name() + " TO " + shop.name());
            String member = "\"" + shop.name() + "\" (granted as a member of \"" + writers.name() + "\"): acme";
            assertThat(creators(migrator.server(), "acme").get(0).message()).contains(member);
            List<String> shared = creators(migrator.server(), "acme").stream()
                    .filter(finding -> finding.tenants().isEmpty())
                    .flatMap(finding -> finding.message().lines().skip(1))
                    .toList();
            boolean isOpen = version == EmbeddedVersion.POSTGRESQL_14;
            assertThat(shared).isEqualTo(isOpen ? List.of("PUBLIC, which is every role: public") : List.of());

            if (Integer.parseInt(other.query("SHOW server_version_num").get(0)) >= 160000) {
                other.execute("GRANT " + writers.name() + " TO " + shop.name() + " WITH INHERIT FALSE, SET FALSE");
                assertThat(creators(migrator.server(), "acme").get(0).message()).doesNotContain(shop.name());
                other.execute("GRANT " + writers.name() + " TO " + shop.name() + " WITH ADMIN TRUE");
                assertThat(creators(migrator.server(), "acme").get(0).message()).contains(member);
            }
        }
    }

    private static List<Finding> creators(Server server, String... schemas) {
        return new PostgresExamination(server, Examinations.FLEET)
                .tenants(Tenants.of(schemas), 4).stream()
                        .filter(finding -> finding.check().equals("creators"))
                        .toList();
    }

    private static String onDatabase(String statement) {
        return "DO $$BEGIN EXECUTE format('" + statement + "', current_database()); END$$";
    }
}
