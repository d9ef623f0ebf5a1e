package io.github.pgmt.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;

/** The server sees an accepted text as {@link ReplayableSql} saw it, between the statements around it. */
class ReplayedMessageTest {

    /** What a text must leave as it is. */
    private static final String MARKER = "SELECT pg_current_xact_id()::text || current_setting('search_path')";

    /** Versions cut numbers differently: 15 refuses what goes on behind one. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void harmlessTextsRunInTheirPlaceAndInTheTransaction(EmbeddedVersion version) throws SQLException {
        try (TestDatabase database = new TestDatabase(TestServer.of(version));
                Connection connection = connect(database)) {
            database.execute("CREATE SCHEMA " + ReplayableSql.SCHEMA);
            for (String sql : ReplayedTexts.harmless().toList()) {
                assertSeenAsCounted(connection, sql, "COMMIT");
            }
            assertThat(database.query("SELECT relname FROM pg_class WHERE relname IN ('customer', 'm')"))
                    .containsExactly("m");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_14", "POSTGRESQL_18"})
    void noAcceptedTextOfHostilePiecesReachesItsNeighbours(EmbeddedVersion version) throws SQLException {
        int ran = 0;
        try (TestDatabase database = new TestDatabase(TestServer.of(version));
                Connection connection = connect(database)) {
            for (String sql : ReplayedTexts.hostile(6000)) {
                ran += ReplayableSql.objection(sql).isEmpty() && runs(connection, sql) ? 1 : 0;
            }
        }
        assertThat(ran).isGreaterThan(1500);
    }

    /** One message is one message, as the replay sends it; the driver cuts nothing. */
    private static Connection connect(TestDatabase database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("preferQueryMode", "simple");
        return new Driver().connect(database.url(), properties);
    }

    private static boolean runs(Connection connection, String sql) throws SQLException {
        try {
            assertSeenAsCounted(connection, sql, "ROLLBACK");
            return true;
        } catch (SQLException e) {
            assertHarmlessError(sql, e);
            PlainSql.execute(connection, "ROLLBACK");
            return false;
        }
    }

    /** A message with a syntax error runs in no part; but a quote left open would have swallowed what follows. */
    private static void assertHarmlessError(String sql, SQLException error) {
        assertThat(error.getMessage()).as(sql).doesNotContain("unterminated");
    }

    private static void assertSeenAsCounted(Connection connection, String sql, String end) throws SQLException {
        List<String> results = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute("BEGIN;" + MARKER + ";" + sql + "\n;\n" + MARKER + ";" + end);
            while (rows || statement.getUpdateCount() >= 0) {
                results.add(rows ? firstValue(statement) : "");
                rows = statement.getMoreResults();
            }
        }
        int statements = Statements.of(SqlTokens.of(sql)).size();
        assertThat(results).as(sql).hasSize(statements + 4);
        assertThat(results.get(statements + 2)).as(sql).isNotEmpty().isEqualTo(results.get(1));
    }

    private static String firstValue(Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            return rows.next() && rows.getMetaData().getColumnCount() > 0 ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
