package io.github.pgmt.postgres.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.tenant.message.MessageText;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What errors of a real server quote of rows, of which every value is here a secret. */
class QuotedRowsTest {

    private static final String SECRET = "hush";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    @BeforeEach
    void tables() {
        DATABASE.execute(
                "CREATE TABLE customer (email text UNIQUE, age int CHECK (age > 0), name varchar(5))",
                "INSERT INTO customer VALUES ('hush@example.com', 1, 'x'), ('a' || chr(10) || '\"hush\" b', 2, 'y')",
                "CREATE TABLE visit (email text REFERENCES customer (email))",
                "CREATE TYPE mood AS ENUM ('fine')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO customer VALUES ('hush@example.com', 1, 'x')",
                "INSERT INTO customer VALUES ('hush', -1, 'x')",
                "INSERT INTO visit VALUES ('hush')",
                "DELETE FROM customer; INSERT INTO visit VALUES ('hush')",
                "ALTER TABLE customer ALTER name TYPE int USING email::int",
                "SELECT email::int FROM customer ORDER BY age DESC",
                "SELECT (email || '\"')::date FROM customer",
                "SELECT email::mood FROM customer",
                "SELECT email::json FROM customer",
                "SELECT email::int[] FROM customer",
                "SELECT ('{' || email)::int[] FROM customer",
                "SELECT email::xml, email::uuid FROM customer",
                "SELECT to_date(email, 'YYYY') FROM customer",
                "SELECT now() AT TIME ZONE email FROM customer",
                "SELECT email ~ '[' FROM customer WHERE email::inet IS NULL",
                "DO $$ BEGIN RAISE 'no' USING DETAIL = 'hush'; END $$",
                "DO $$ BEGIN PERFORM 'hush'::int; END $$",
                "DO $$ BEGIN RAISE 'bad «hush»' USING ERRCODE = '22000'; END $$"
            })
    void areNotShownWhereTheyMustNotBe(String sql) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> execute(sql));

        assertThat(error.getMessage()).as("the test is one").contains(SECRET);
        assertThat(hidden(SqlErrors.describe(error))).doesNotContain(SECRET);
        assertThat(MessageText.plain(SqlErrors.describe(error))).doesNotContain("\0", MessageText.LEFT_OUT);
        Exception wrapped =
                new IllegalStateException("Migration failed: " + error.getMessage() + " [Failed SQL: …]", error);
        assertThat(hidden(QuotedRows.marked(wrapped.toString(), wrapped)))
                .contains("Migration failed: ")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT make_date(20261131, 13, 77)",
                "SELECT 99999999999999::int",
                "SELECT convert_from('\\xfffe', 'UTF8')",
                "SELECT to_timestamp(1e300)"
            })
    void numbersAndBytesCountAsValues(String sql) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> execute(sql));

        assertThat(error.getSQLState()).startsWith("22");
        assertThat(hidden(SqlErrors.describe(error))).doesNotContainPattern("\\d");
    }

    @Test
    void whatIsNoValueIsShown() {
        SQLException unique = catchThrowableOfType(
                SQLException.class, () -> execute("INSERT INTO customer VALUES ('hush@example.com', 1, 'x')"));
        SQLException tooLong = catchThrowableOfType(
                SQLException.class, () -> execute("INSERT INTO customer VALUES ('b', 1, 'hush, hush')"));
        SQLException number =
                catchThrowableOfType(SQLException.class, () -> execute("SELECT email::int FROM customer"));

        assertThat(hidden(SqlErrors.describe(unique)))
                .isEqualTo("duplicate key value violates unique constraint \"customer_email_key\". Detail: …");
        assertThat(hidden(SqlErrors.describe(tooLong))).isEqualTo("value too long for type character varying(5).");
        assertThat(hidden(SqlErrors.describe(number))).isEqualTo("invalid input syntax for type integer: \"…\".");
        assertThat(MessageText.plain(SqlErrors.describe(number)))
                .isEqualTo("invalid input syntax for type integer: \"hush@example.com\".");
    }

    @Test
    void areFoundInABatchAndInWhatTheDriverItselfSays() {
        SQLException batch = catchThrowableOfType(SQLException.class, () -> {
            try (Connection connection = DATABASE.connect();
                    Statement statement = connection.createStatement()) {
                statement.addBatch("INSERT INTO customer SELECT email FROM customer");
                statement.executeBatch();
            }
        });
        SQLException conversion = catchThrowableOfType(SQLException.class, () -> {
            try (Connection connection = DATABASE.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT email FROM customer")) {
                row.next();
                row.getInt(1);
            }
        });

        assertThat(batch.getMessage()).contains(SECRET);
        assertThat(hidden(SqlErrors.describe(batch))).doesNotContain(SECRET).contains("duplicate key");
        assertThat(conversion.getMessage()).contains(SECRET);
        assertThat(hidden(SqlErrors.describe(conversion))).doesNotContain(SECRET);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String hidden(String text) {
        return MessageText.shown(text, (goal, options) -> goal + options, false);
    }
}
