package io.github.pgmt.migration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant's own name in names is no drift; another tenant's name there is, and its own in a value. */
class DriftOfOwnNamesTest {

    private static final String[] OWN_NAMES = {
        "CREATE TABLE {s}.{n}_orders (id serial CONSTRAINT {n}_key PRIMARY KEY, total int CHECK (total > 0))",
        "CREATE INDEX {n}_total ON {s}.{n}_orders (total)",
        "CREATE VIEW {s}.totals AS SELECT {n}_orders.total, 'it''s'::text AS word FROM {s}.{n}_orders",
        "CREATE FUNCTION {s}.next() RETURNS bigint LANGUAGE sql AS $$SELECT nextval('{n}_orders_id_seq') -- it's one\n"
                + " FROM {n}_orders$$",
        "COMMENT ON VIEW {s}.totals IS 'of {n}'"
    };

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void textsThatNameObjectsOfTheTenantsNameAreAlike() {
        create("acme", "acme", OWN_NAMES);
        create("beta", "beta", OWN_NAMES);
        create("coda", "coda", OWN_NAMES);

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.told(report)).isEmpty();
        assertThat(report.groups().get(0).ownNames()).isEqualTo(2);
    }

    @Test
    void anotherTenantsNameInNamesIsADifferenceAlsoWhereThatOneHasTheSame() {
        create("acme", "acme", OWN_NAMES);
        create("beta", "acme", OWN_NAMES);
        create("coda", "acme", OWN_NAMES);
        create("delta", "delta", OWN_NAMES);
        create("emil", "emil", OWN_NAMES);

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.states(report)).isEqualTo(Map.of("beta", State.DRIFTED, "coda", State.DRIFTED));
        assertThat(Drifts.told(report))
                .contains("[beta, coda]: table acme_orders is extra", "[beta, coda]: table <tenant>_orders is missing");
    }

    @Test
    void whereMostHaveAnotherTenantsNameThoseWithTheirOwnDiffer() {
        for (String clone : new String[] {"acme", "beta", "coda", "dora"}) {
            create(clone, "acme", OWN_NAMES);
        }
        create("delta", "delta", OWN_NAMES);

        assertThat(Drifts.states(Drifts.of(database))).isEqualTo(Map.of("delta", State.DRIFTED));
    }

    @Test
    void theTenantsNameInAValueIsADifference() {
        String[] objects = {
            "CREATE TABLE {s}.{n} (id int)",
            "CREATE TABLE {s}.{n}_log (id int)",
            "CREATE TABLE {s}.plain (tenant text DEFAULT '{n}', CHECK (tenant <> '{n}_log'))",
            "CREATE FUNCTION {s}.mine() RETURNS text LANGUAGE sql AS $$SELECT '{n}_log'$$"
        };
        create("acme", "acme", objects);
        create("beta", "beta", objects);

        assertThat(Drifts.told(Drifts.of(database)))
                .hasSize(3)
                .allMatch(told -> told.startsWith("[beta]: "))
                .anyMatch(told -> told.contains("column plain.tenant"))
                .anyMatch(told -> told.contains("constraint plain.plain_tenant_check"))
                .anyMatch(told -> told.contains("function mine()"));
    }

    @Test
    void aTenantWhoseNameIsAWordInAllTenantsIsAsTheOthers() {
        String[] objects = {"CREATE TABLE {s}.log_demo (id int)", "CREATE TABLE {s}.{n} (id int)"};
        create("demo", "x", objects);
        create("acme", "x", objects);
        create("coda", "x", objects);
        create("prod", "x", "CREATE TABLE {s}.log_prod (id int)", "CREATE TABLE {s}.x (id int)");

        assertThat(Drifts.told(Drifts.of(database)))
                .containsExactlyInAnyOrder("[prod]: table log_demo is missing", "[prod]: table log_prod is extra");
    }

    private void create(String schema, String name, String... objects) {
        database.execute(LiquibaseTables.migrated(schema));
        for (String sql : objects) {
            database.execute("SET search_path = " + schema + "; "
                    + sql.replace("{s}", schema).replace("{n}", name));
        }
    }
}
