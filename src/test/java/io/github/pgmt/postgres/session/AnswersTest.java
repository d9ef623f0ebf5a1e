package io.github.pgmt.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.engine.Question;
import io.github.pgmt.migration.engine.Question.Kind;
import io.github.pgmt.migration.engine.Question.Look;
import io.github.pgmt.migration.engine.Question.Query;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {

    private static final String OBJECTS = """
            CREATE TABLE users (id int CONSTRAINT users_pk PRIMARY KEY, name text);
            CREATE TABLE "Orders" (id int PRIMARY KEY, user_id int CONSTRAINT orders_users REFERENCES users);
            CREATE INDEX by_name ON users (name, lower(name)) WHERE name IS NOT NULL;
            CREATE VIEW names AS SELECT name FROM users;
            CREATE SEQUENCE numbers;
            CREATE FUNCTION helps() RETURNS int LANGUAGE sql AS 'SELECT 1';
            INSERT INTO users VALUES (1, 'ann')""";

    private static TestDatabase database;

    /** Each test takes back what it does. */
    @BeforeAll
    static void makeTenants() {
        database = new TestDatabase();
        for (String schema : List.of("acme", "Beta")) {
            database.execute("CREATE SCHEMA \"" + schema + "\"", "SET search_path TO \"" + schema + "\"", OBJECTS);
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** What Liquibase can take for what is asked, in whatever case and of whatever kind, is in the answer. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            RELATION    | users  | -        | ALTER TABLE users RENAME TO other
            RELATION    | later  | -        | CREATE TABLE later (id int)
            RELATION    | later  | -        | CREATE TABLE "LaTer" (id int)
            RELATION    | later  | -        | CREATE TABLE " later" (id int)
            RELATION    | later  | -        | CREATE TABLE "la""ter" (id int)
            RELATION    | later  | -        | CREATE VIEW later AS SELECT 1 AS one
            RELATION    | la_er  | -        | CREATE SEQUENCE later
            RELATION    | names  | -        | DROP VIEW names; CREATE TABLE names (name text)
            RELATION    | names  | -        | DROP VIEW names; CREATE MATERIALIZED VIEW names AS SELECT name FROM users
            RELATION    | numbers| -        | DROP SEQUENCE numbers
            RELATION    | -      | -        | CREATE TABLE later (id int)
            COLUMN      | users  | later    | ALTER TABLE users ADD later int
            COLUMN      | users  | later    | ALTER TABLE users ADD "LATER" int
            COLUMN      | USERS  | name     | ALTER TABLE users RENAME name TO other
            COLUMN      | names  | name     | DROP VIEW names
            COLUMN      | later  | a        | CREATE TABLE other (a int); CREATE INDEX later ON other (a)
            COLUMN      | later  | a        | CREATE TYPE later AS (a int)
            COLUMN      | -      | later    | CREATE TABLE other (later int)
            INDEX       | -      | by_name  | DROP INDEX by_name
            INDEX       | -      | later    | CREATE INDEX later ON "Orders" (id)
            INDEX       | -      | later    | CREATE INDEX "LATER" ON "Orders" (id)
            INDEX       | users  | -        | CREATE INDEX ON users (id, name)
            INDEX       | users  | by_name  | DROP INDEX by_name; CREATE INDEX by_name ON users (name, upper(name)) WHERE name IS NOT NULL
            PRIMARY_KEY | users  | -        | ALTER TABLE users DROP CONSTRAINT users_pk CASCADE
            PRIMARY_KEY | -      | later    | CREATE TABLE other (id int CONSTRAINT later PRIMARY KEY)
            FOREIGN_KEY | -      | orders_users | ALTER TABLE "Orders" DROP CONSTRAINT orders_users
            FOREIGN_KEY | users  | later    | ALTER TABLE users ADD CONSTRAINT later FOREIGN KEY (id) REFERENCES "Orders" NOT VALID
            FOREIGN_KEY | orders | -        | ALTER TABLE "Orders" ADD CONSTRAINT later FOREIGN KEY (id) REFERENCES users
            """)
    void whatDecidesIsInTheAnswer(Kind kind, String relation, String name, String change) throws SQLException {
        assertDiffers(
                new Look(kind, Optional.empty(), Optional.ofNullable(relation), Optional.ofNullable(name)), change);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT count(*) FROM users                        | INSERT INTO users VALUES (2)
            SELECT max(name) FROM users                       | UPDATE users SET name = 'ann '
            SELECT name FROM users                            | UPDATE users SET name = NULL
            SELECT name FROM users                            | DELETE FROM users
            SELECT name FROM users                            | INSERT INTO users VALUES (2, 'ann')
            SELECT name FROM users                            | DROP VIEW names; ALTER TABLE users ALTER name TYPE varchar
            SELECT * FROM users                               | ALTER TABLE users ADD later int
            SELECT count(*) FROM users -- it's; a comment     | INSERT INTO users VALUES (2)
            """)
    void whatAQueryFindsIsInTheAnswer(String sql, String change) throws SQLException {
        assertDiffers(Query.sent(sql), change);
    }

    @Test
    void aQueryOfTheTenantsTableByItsFullNameIsAskedInEach() throws SQLException {
        assertDiffers(
                new Query(SchemaText.of("SELECT count(*) FROM \"t\".users", "\"t\"")), "INSERT INTO users VALUES (2)");
    }

    /** A schema that is named in the changelog is the tenant's own in one of them. */
    @Test
    void anotherSchemaHasAnAnswerOfItsOwn() throws SQLException {
        try (Connection acme = connect("acme");
                Connection beta = connect("Beta")) {
            Look ofAcme = new Look(Kind.RELATION, Optional.of("acme"), Optional.of("users"), Optional.empty());
            Look ofPublic = new Look(Kind.RELATION, Optional.of("public"), Optional.of("users"), Optional.empty());

            assertThat(ask(acme, "acme", ofAcme)).isPresent().isNotEqualTo(ask(beta, "Beta", ofAcme));
            assertThat(ask(acme, "acme", ofPublic)).isPresent().isEqualTo(ask(beta, "Beta", ofPublic));
        }
    }

    /** It finds the tenant's operators and functions before PostgreSQL's own, and takes schemas of the same letters for one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE FUNCTION is_not(name, text) RETURNS bool LANGUAGE sql AS 'SELECT false'; CREATE OPERATOR = (LEFTARG = name, RIGHTARG = text, FUNCTION = is_not)
            CREATE FUNCTION lower(name) RETURNS text LANGUAGE sql AS 'SELECT null::text'
            CREATE SCHEMA beta
            """)
    void whereSomethingIsInTheWayOfLiquibasesLookThereIsNoAnswer(String making) throws SQLException {
        Look look = new Look(Kind.RELATION, Optional.empty(), Optional.of("users"), Optional.empty());
        try (Connection beta = connect("Beta")) {
            assertThat(ask(beta, "Beta", look)).isPresent();

            execute(beta, making);

            assertThat(ask(beta, "Beta", look)).isEmpty();
        }
    }

    /** Java's rules for the case of such letters, by which Liquibase goes, are others. */
    @Test
    void aSchemaWithOtherThanPlainLettersHasNoAnswer() throws SQLException {
        try (Connection beta = connect("Beta")) {
            assertThat(ask(
                            beta,
                            "\u00fcn\u00ef",
                            new Look(Kind.RELATION, Optional.empty(), Optional.empty(), Optional.empty())))
                    .isEmpty();
        }
    }

    @Test
    void nothingStaysOfAQueryThatWouldWriteAndTheTransactionGoesOn() throws SQLException {
        try (Connection beta = connect("Beta")) {
            execute(beta, """
                    CREATE FUNCTION adds() RETURNS int LANGUAGE sql AS
                        'INSERT INTO "Beta".users VALUES (7) RETURNING id';
                    CREATE VIEW adding AS SELECT adds();
                    INSERT INTO users VALUES (5)""");

            assertThatThrownBy(() -> ask(beta, "Beta", Query.sent("SELECT * FROM adding")))
                    .hasMessageContaining("read-only");
            assertThat(ask(beta, "Beta", Query.sent("SELECT count(*) FROM users")))
                    .isPresent();
            execute(beta, "INSERT INTO users VALUES (6)");

            try (ResultSet rows = beta.createStatement().executeQuery("SELECT sum(id) FROM users")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(1 + 5 + 6);
            }
        }
    }

    private static void assertDiffers(Question question, String change) throws SQLException {
        try (Connection acme = connect("acme");
                Connection beta = connect("Beta")) {
            assertThat(ask(acme, "acme", question)).isPresent().isEqualTo(ask(beta, "Beta", question));

            execute(beta, change);

            assertThat(ask(beta, "Beta", question)).isPresent().isNotEqualTo(ask(acme, "acme", question));
        }
    }

    private static Optional<String> ask(Connection connection, String schema, Question question) throws SQLException {
        return new Answers(schema).ask(connection, question);
    }

    /** In a transaction that is never committed. */
    private static Connection connect(String schema) throws SQLException {
        Connection connection = database.connect();
        execute(connection, "SET search_path TO \"" + schema + "\"");
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
