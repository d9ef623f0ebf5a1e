package io.github.pgmt.migration.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.report.text.DriftWords;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DriftRunTest {

    private static final String[] OBJECTS = {
        "CREATE TABLE {s}.customer (id int PRIMARY KEY, email text NOT NULL)",
        "CREATE INDEX customer_email ON {s}.customer (email)",
        "CREATE VIEW {s}.mails AS SELECT email FROM {s}.customer",
        "CREATE FUNCTION {s}.one() RETURNS bigint RETURN (SELECT count(*) FROM {s}.customer)",
        "CREATE FUNCTION {s}.two() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM {s}.customer'"
    };

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void tenantsOfTheSameChangesetsThatDifferAreNamedWithWhatDiffers() {
        create("acme", "beta", "coda", "fjord");
        in(
                "acme",
                "DROP VIEW {s}.mails",
                "ALTER TABLE {s}.customer ALTER email TYPE varchar(50)",
                "CREATE VIEW {s}.mails AS SELECT email::text FROM {s}.customer");
        in("beta", "DROP INDEX {s}.customer_email", "CREATE TABLE {s}.extra (id int PRIMARY KEY)");

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.states(report)).isEqualTo(Map.of("acme", State.DRIFTED, "beta", State.DRIFTED));
        assertThat(Drifts.told(report))
                .containsExactly(
                        "[acme]: column customer.email is character varying(50), not text",
                        "[acme]: view mails differs in its definition",
                        "[beta]: index customer_email is missing",
                        "[beta]: table extra is extra");
        assertThat(report.groups()).hasSize(1);
        assertThat(report.groups().get(0).chosen()).isEqualTo("majority 2/4");
        assertThat(report.tenantsToRetry()).containsExactly("acme", "beta");
        assertThat(report.buildFailure()).isEmpty();
    }

    @Test
    void aRolePerTenantIsNoDriftAndAnotherTenantsIs() {
        try (TestRole ofAcme = new TestRole(database);
                TestRole ofBeta = new TestRole(database);
                TestRole ofCoda = new TestRole(database)) {
            create("acme", "beta", "coda");
            own("acme", ofAcme.name());
            own("beta", ofBeta.name());
            own("coda", ofCoda.name());
            assertThat(Drifts.told(Drifts.of(database))).isEmpty();

            in("coda", "ALTER TABLE {s}.customer OWNER TO " + ofAcme.name());

            assertThat(Drifts.told(Drifts.of(database)))
                    .containsExactly("[coda]: table customer: owner is " + ofAcme.name() + ", not <owner>");
        }
    }

    private void own(String schema, String role) {
        in(
                schema,
                "ALTER SCHEMA {s} OWNER TO " + role,
                "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT SELECT ON TABLES TO " + role,
                "GRANT SELECT ON {s}.mails TO " + role,
                "ALTER TABLE {s}.customer OWNER TO " + role,
                "CREATE POLICY own ON {s}.customer TO " + role + " USING (true)");
    }

    @Test
    void theTenantsNameInNamesIsNoDriftAndIsSaid() {
        create("acme", "beta", "coda");
        Stream.of("acme", "beta", "coda")
                .forEach(schema -> in(
                        schema,
                        "CREATE INDEX " + schema + "_orders_idx ON {s}.customer (id, email)",
                        "CREATE TABLE {s}.log_" + schema + " (id int)"));
        in("coda", "ALTER TABLE {s}.customer ADD acmes int");

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.told(report)).containsExactly("[coda]: column customer.acmes is extra");
        assertThat(report.groups().get(0).ownNames()).isEqualTo(1);
    }

    @Test
    void aTieIsToldAndATenantAloneIsNotCompared() {
        create("acme", "beta", "coda");
        in("beta", "DROP VIEW {s}.mails");
        database.execute(LiquibaseTables.row("coda", "three", 3));

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.states(report)).isEqualTo(Map.of("beta", State.DRIFTED, "coda", State.NOT_COMPARED));
        assertThat(report.groups().get(0).doubt())
                .hasValueSatisfying(doubt -> assertThat(doubt)
                        .contains("No more tenants are as acme than as beta (1 of 2)")
                        .contains("-Dpgmt.reference=tenant"));
    }

    @Test
    void aChangesetThatRanWithAnotherTextIsAnotherChangeset() {
        create("acme", "beta", "coda", "delta");
        for (String schema : List.of("coda", "delta")) {
            in(schema, "UPDATE {s}.databasechangelog SET md5sum = '9:def' WHERE id = 'two'");
            in(schema, "CREATE OR REPLACE VIEW {s}.mails AS SELECT lower(email) AS email FROM {s}.customer");
        }

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.states(report)).isEmpty();
        assertThat(report.groups()).hasSize(2).allMatch(group -> group.edited() == 1);
    }

    @Test
    void aTenantAloneWithItsChecksumIsComparedWithTheOthersAndThatIsSaid() {
        create("acme", "beta", "coda", "delta");
        in("delta", "UPDATE {s}.databasechangelog SET md5sum = '9:def' WHERE id = 'two'", "DROP VIEW {s}.mails");

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.told(report)).containsExactly("[delta]: view mails is missing");
        assertThat(DriftWords.headline(report.groups().get(0)))
                .isEqualTo(
                        "4 tenants with 2 changesets (in 1 tenant with a checksum that no other has): 3 alike, 1 differs");
    }

    @Test
    void tenantsThatEachHaveTheirOwnChecksumAreComparedWithEachOther() {
        create("acme", "beta", "coda");
        for (String schema : List.of("acme", "beta", "coda")) {
            in(schema, "UPDATE {s}.databasechangelog SET md5sum = '9:of{s}' WHERE id = 'two'");
        }
        in("coda", "DROP TABLE {s}.customer CASCADE");

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.states(report)).isEqualTo(Map.of("coda", State.DRIFTED));
        assertThat(Drifts.told(report)).contains("[coda]: table customer is missing");
        assertThat(report.groups()).singleElement().satisfies(group -> {
            assertThat(group.ownChecksums()).isEqualTo(3);
            assertThat(group.edited()).isZero();
        });
    }

    @Test
    void whatIsNoTenantOfAChangelogIsToldAndNotCompared() {
        create("acme", "beta");
        database.execute("CREATE SCHEMA wild", "CREATE TABLE wild.t (id int)");
        in("beta", "UPDATE {s}.databasechangeloglock SET locked = true, lockedby = 'me'");

        assertThat(Drifts.states(Drifts.of(database)))
                .isEqualTo(Map.of("acme", State.NOT_COMPARED, "beta", State.BUSY, "wild", State.NOT_COMPARED));
    }

    @Test
    void aTenantCanBeTheMeasure() {
        create("acme", "beta", "coda");
        in("acme", "DROP VIEW {s}.mails");

        DriftReport report = Drifts.of(Servers.of(database), DriftReference.tenant("acme"), Drifts.IGNORED, List.of());

        assertThat(Drifts.told(report)).containsExactly("[beta, coda]: view mails is extra");
        assertThat(report.groups().get(0).chosen()).isEqualTo("tenant acme");
        assertThatThrownBy(() ->
                        Drifts.of(Servers.of(database), DriftReference.tenant("nobody"), Drifts.IGNORED, List.of()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void objectsAndAspectsCanBeLeftOut() {
        create("acme", "beta", "coda");
        in("acme", "CREATE INDEX x_tmp ON {s}.customer (id)", "COMMENT ON INDEX {s}.x_tmp IS 'x'");
        in("beta", "CREATE TABLE {s}.audit_x (id int PRIMARY KEY)", "COMMENT ON TABLE {s}.customer IS 'x'");
        in("coda", "CREATE INDEX x_xtmp ON {s}.customer (id)");

        DriftReport report = Drifts.of(
                Servers.of(database),
                DriftReference.MAJORITY,
                Set.of("comment"),
                List.of("index *_tmp", "table audit?*"));

        assertThat(Drifts.told(report)).containsExactly("[coda]: index x_xtmp is extra");
    }

    @Test
    void whatIsAcceptedIsKnownAndAFurtherDifferenceIsNot() {
        create("acme", "beta", "coda");
        in("acme", "DROP VIEW {s}.mails");
        DriftReport before = Drifts.of(database);
        AcceptedDrift accepted = before.acceptedBesides(AcceptedDrift.NONE);
        assertThat(Drifts.states(before.accepting(accepted))).isEqualTo(Map.of("acme", State.KNOWN));

        in("acme", "DROP INDEX {s}.customer_email");
        in("beta", "DROP VIEW {s}.mails");

        DriftReport after = Drifts.of(Servers.of(database), DriftReference.tenant("coda"), Drifts.IGNORED, List.of())
                .accepting(accepted);
        assertThat(Drifts.states(after)).isEqualTo(Map.of("acme", State.DRIFTED, "beta", State.DRIFTED));
        assertThat(Drifts.told(after))
                .containsExactlyInAnyOrder("[acme]: index customer_email is missing", "[beta]: view mails is missing");
    }

    @Test
    void whatIsAcceptedAsExtraIsDriftAgainOnceItIsSomethingElse() {
        create("acme", "beta", "coda");
        in(
                "acme",
                "CREATE FUNCTION {s}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE POLICY p ON {s}.customer USING (false)",
                "CREATE TABLE {s}.extra (id int PRIMARY KEY, name text)",
                "CREATE INDEX extra_name ON {s}.extra (name)");
        DriftReport before = Drifts.of(database);
        AcceptedDrift accepted = before.acceptedBesides(AcceptedDrift.NONE);
        assertThat(Drifts.told(before))
                .containsExactly(
                        "[acme]: function f() is extra",
                        "[acme]: policy customer.p is extra",
                        "[acme]: table extra is extra");
        assertThat(Drifts.states(Drifts.of(database).accepting(accepted))).isEqualTo(Map.of("acme", State.KNOWN));

        in("acme", "ALTER FUNCTION {s}.f() SECURITY DEFINER");
        assertThat(Drifts.told(Drifts.of(database).accepting(accepted)))
                .containsExactly("[acme]: function f() is extra");

        in("acme", "ALTER FUNCTION {s}.f() SECURITY INVOKER", "ALTER POLICY p ON {s}.customer USING (true)");
        assertThat(Drifts.told(Drifts.of(database).accepting(accepted)))
                .containsExactly("[acme]: policy customer.p is extra");

        in("acme", "ALTER POLICY p ON {s}.customer USING (false)", "COMMENT ON INDEX {s}.extra_name IS 'changed'");
        assertThat(Drifts.told(Drifts.of(database).accepting(accepted)))
                .containsExactly("[acme]: table extra is extra");
    }

    @Test
    void aTenantThatSomebodyHasToHimselfCostsThatTenantAlone() throws SQLException {
        create("acme", "beta", "coda", "delta");
        in("delta", "DROP FUNCTION {s}.one()");
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE beta.customer IN ACCESS EXCLUSIVE MODE");

            DriftReport report = Drifts.of(database);

            assertThat(Drifts.states(report)).isEqualTo(Map.of("beta", State.BUSY, "delta", State.DRIFTED));
        }
    }

    @Test
    void aRoleThatMayOnlyReadFindsTheSameAndNoTableOfATenantIsRead() {
        create("acme", "beta", "coda");
        in("beta", "DROP VIEW {s}.mails");
        try (TestRole role = new TestRole(database)) {
            Stream.of("acme", "beta", "coda")
                    .forEach(schema -> in(
                            schema,
                            "GRANT USAGE ON SCHEMA {s} TO " + role.name(),
                            "GRANT SELECT ON {s}.databasechangelog, {s}.databasechangeloglock TO " + role.name()));
            database.execute("ALTER ROLE " + role.name() + " SET default_transaction_read_only = on");

            DriftReport report = Drifts.of(role.server(), DriftReference.MAJORITY, Drifts.IGNORED, List.of());

            assertThat(Drifts.told(report))
                    .contains("[beta]: view mails is missing")
                    .hasSize(1);
        }
        assertThat(database.query("SELECT sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_user_tables "
                                + "WHERE relname NOT LIKE 'databasechangelog%'")
                        .get(0))
                .isEqualTo(scans);
    }

    private String scans = "";

    private void create(String... schemas) {
        for (String schema : schemas) {
            database.execute(LiquibaseTables.migrated(schema));
            in(schema, OBJECTS);
        }
        database.query("SELECT pg_stat_force_next_flush()::text");
        scans = database.query("SELECT sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_user_tables "
                        + "WHERE relname NOT LIKE 'databasechangelog%'")
                .get(0);
    }

    private void in(String schema, String... statements) {
        database.execute(
                Stream.of(statements).map(sql -> sql.replace("{s}", schema)).toArray(String[]::new));
    }
}
