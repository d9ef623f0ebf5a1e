package io.github.pgmt.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftPartTest {

    private static final List<String> SCHEMAS = List.of("a", "b", "c", "d", "e", "bad", "f");

    @Test
    void whatSomebodyChangesCostsThatSchemaAlone() throws SQLException {
        DriftPart<String> part = read("XX000");

        assertThat(part.found()).containsOnlyKeys("a", "b", "c", "d", "e", "f");
        assertThat(part.busy()).containsOnlyKeys("bad");
        assertThat(part.unread()).isEmpty();
    }

    @Test
    void whatMayNotBeReadIsNotBusy() throws SQLException {
        DriftPart<String> part = read("42501");

        assertThat(part.found()).hasSize(6);
        assertThat(part.busy()).isEmpty();
        assertThat(part.unread()).containsOnlyKeys("bad");
    }

    @Test
    void aLostConnectionIsNoSchemasTrouble() {
        assertThatThrownBy(() -> read("08006")).isInstanceOf(SQLException.class);
    }

    private static DriftPart<String> read(String sqlState) throws SQLException {
        return DriftPart.read(null, "", SCHEMAS, schemas -> {
            if (schemas.contains("bad")) {
                throw new SQLException("It is broken.", sqlState);
            }
            Map<String, String> found = new HashMap<>();
            schemas.forEach(schema -> found.put(schema, "sum"));
            return found;
        });
    }
}
