package io.github.pgmt.postgres.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.fleet.TenantRegister;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows of any types and names go into the registry, and each that does not is explained without its values. */
class TableRegisterTest {

    private static final String SECRET = "s3cret";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aValueOfAnyTypeGoesIntoItsColumnAsItIs() {
        database.execute("CREATE TYPE mood AS ENUM ('sad', 'glad')", """
                CREATE TABLE tenant ("tenant" text, "the ""seats""?" int, flag boolean, day date, amount numeric(6,2),
                  doc jsonb, key uuid, feeling mood, words text[], "x{y" varchar(30))
                """);

        insert(
                        "tenant",
                        "it's; DROP TABLE tenant; --",
                        Map.of(
                                "the \"seats\"?", "7",
                                "flag", "true",
                                "day", "2026-11-24",
                                "amount", "12.50",
                                "doc", "{\"a\": \"?\"}",
                                "key", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                                "feeling", "glad",
                                "words", "{a,b}",
                                "X{Y", "'); DELETE FROM tenant; --"))
                .keep();

        assertThat(database.query("SELECT ROW(t.*)::text FROM tenant AS t").get(0))
                .contains(
                        "it's; DROP TABLE tenant; --",
                        "7,t,2026-11-24",
                        "12.50",
                        "glad",
                        "{a,b}",
                        "'); DELETE FROM tenant; --");
    }

    @Test
    void aRowThatIsNotKeptOrIsRemovedIsGone() {
        database.execute("CREATE TABLE tenant (name text, seats int)");

        insert("name", "acme", Map.of()).close();
        assertThat(rows()).isEmpty();

        TenantRegister.NewRow row = insert("name", "acme", Map.of("seats", "3"));
        row.keep();
        row.close();
        assertThat(rows()).containsExactly("acme");
        assertThat(row.remove()).isEmpty();
        assertThat(rows()).isEmpty();
        assertThat(row.remove()).as("nothing is left to remove").isEmpty();
    }

    @Test
    void onlyTheRowThatWasInsertedIsRemoved() {
        database.execute("CREATE TABLE tenant (name text, seats int)");
        TenantRegister.NewRow row = insert("name", "acme", Map.of("seats", "3"));
        row.keep();
        row.close();

        database.execute("DELETE FROM tenant", "INSERT INTO tenant VALUES ('acme', 4)");
        assertThat(row.remove().orElseThrow()).contains("somebody has changed it meanwhile");
        database.execute("UPDATE tenant SET seats = 3", "CREATE SCHEMA acme");
        assertThat(row.remove()).contains("its schema is there.");
        database.execute("DROP SCHEMA acme", "CREATE TABLE bill (tenant int)");
        database.execute(
                "ALTER TABLE tenant ADD UNIQUE (seats)",
                "ALTER TABLE bill ADD FOREIGN KEY (tenant) REFERENCES tenant (seats)",
                "INSERT INTO bill VALUES (3)");
        assertThat(row.remove().orElseThrow()).contains("SQLSTATE 23503");
        assertThat(rows()).containsExactly("acme");
    }

    @Test
    void whatTheTableDoesNotTakeIsSaidByColumnAndConstraintAndWithoutTheValue() {
        database.execute(
                "CREATE TABLE plan (name text PRIMARY KEY)",
                "CREATE DOMAIN short AS text CHECK (length(VALUE) < 3)",
                """
                CREATE TABLE tenant (name text PRIMARY KEY, domain text NOT NULL, seats int, code varchar(3), key uuid,
                  CONSTRAINT few_seats CHECK (seats < 10), plan text REFERENCES plan DEFERRABLE INITIALLY DEFERRED,
                  token text, small short, number int GENERATED ALWAYS AS IDENTITY,
                  pin text CHECK (pin::int > 0))
                """,
                "CREATE UNIQUE INDEX one_domain ON tenant (domain)",
                "INSERT INTO tenant VALUES ('old', 'old.org')");

        assertRefused(Map.of(), "(SQLSTATE 23502)", "the column \"domain\" needs a value", "-Dpgmt.attributes=domain=");
        assertRefused(Map.of("domain", "old.org", "token", SECRET), "23505", " in domain (constraint one_domain)");
        assertRefused(
                Map.of("domain", "d", "plan", "gold", "token", SECRET),
                "23503",
                " in plan (constraint tenant_plan_fkey)");
        assertRefused(
                Map.of("domain", "d", "seats", "12", "token", SECRET), "23514", " in seats (constraint few_seats)");
        assertRefused(Map.of("domain", "d", "seats", SECRET), "\"seats\" does not fit", "integer (SQLSTATE 22P02)");
        assertRefused(
                Map.of("domain", "d", "code", SECRET),
                "\"code\" does not fit",
                "character varying(3) (SQLSTATE 22001)");
        assertRefused(Map.of("domain", "d", "key", SECRET), "\"key\" does not fit", "uuid");
        assertRefused(Map.of("domain", "d", "small", SECRET), "23514", "short_check");
        assertRefused(Map.of("domain", "d", "pin", SECRET), "22P02", "a value does not fit");
        assertRefused(Map.of("domain", "d", "number", "3"), "428C9", "\"number\"");
        assertRefused(Map.of("domian", "d"), "no column \"domian\"", "it has name, domain, seats", "-Dpgmt.attributes");
        assertRefused(Map.of("NAME", "d"), "\"name\" names the tenant", "-Dpgmt.tenant");
        assertRefused(Map.of("domain", "d", "Domain", "e"), "\"domain\" twice");
        assertThatThrownBy(() -> insert("name", "old", Map.of("domain", "new")))
                .hasMessageContainingAll("\"old\" has a row", "setup-tenant");
        assertThat(rows()).containsExactly("old");
    }

    @Test
    void aRoleThatMayNotIsToldWhatToGrant() {
        database.execute("CREATE SCHEMA app", "CREATE TABLE app.tenant (id serial, name text)");
        try (TestRole role = new TestRole(database)) {
            database.execute(
                    "GRANT USAGE ON SCHEMA app TO " + role.name(),
                    "GRANT SELECT, INSERT ON app.tenant TO " + role.name());

            assertThatThrownBy(
                            () -> register(role.server(), "app.tenant", "name").insert("acme", Map.of()))
                    .isInstanceOf(RunRefusedException.class)
                    .hasMessageContaining(
                            "GRANT SELECT, INSERT, DELETE ON \"app\".\"tenant\" TO \"" + role.name() + "\";");

            database.execute("GRANT DELETE ON app.tenant TO " + role.name());
            assertThatThrownBy(
                            () -> register(role.server(), "app.tenant", "name").insert("acme", Map.of()))
                    .hasMessageContainingAll("SQLSTATE 42501", "tenant_id_seq", "sequences");
        }
        assertThat(database.query("SELECT name FROM app.tenant")).isEmpty();
    }

    @Test
    void aNameThatComesOutOtherwiseIsTakenBack() {
        database.execute(
                "CREATE TABLE tenant (name text)",
                """
                CREATE FUNCTION lower_name() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.name := lower(NEW.name); RETURN NEW; END $$
                """,
                "CREATE TRIGGER lower_name BEFORE INSERT ON tenant FOR EACH ROW EXECUTE FUNCTION lower_name()");

        assertThatThrownBy(() -> insert("name", "Acme", Map.of()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("no tenant \"Acme\" is listed");
        assertThat(rows()).isEmpty();
    }

    @Test
    void aTenantThatAnotherRunWorksOnIsLeftAlone() {
        database.execute("CREATE TABLE tenant (name text)");
        TenantRegister.NewRow first = insert("name", "acme", Map.of());

        assertThatThrownBy(() -> insert("name", "acme", Map.of())).isInstanceOf(TenantUnavailableException.class);
        first.close();
        insert("name", "beta", Map.of()).close();
    }

    private void assertRefused(Map<String, String> attributes, String... words) {
        assertThatThrownBy(() -> insert("name", "acme", attributes))
                .hasNoCause()
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .contains(List.of(words))
                        .contains("Nothing was changed.")
                        .doesNotContain(SECRET));
    }

    private TenantRegister.NewRow insert(String column, String schema, Map<String, String> attributes) {
        return register(Servers.of(database), "tenant", column).insert(schema, attributes);
    }

    private static TenantRegister register(Server server, String table, String column) {
        return new TableTenants(server, table, column, Optional.empty());
    }

    private List<String> rows() {
        return database.query("SELECT name FROM tenant ORDER BY 1");
    }
}
