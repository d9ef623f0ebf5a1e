package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme",
                "Tenant_A",
                "a b",
                "x\"; DROP SCHEMA y",
                "100%",
                "$users",
                "$USER",
                "user",
                "PG_x",
                "pg",
                "größe"
            })
    void anyOtherNameIsUsable(String name) {
        assertThat(SchemaName.requireUsable(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("unusable")
    void unusableNamesAreRefused(String name) {
        assertThatThrownBy(() -> SchemaName.requireUsable(name)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<String> unusable() {
        return Stream.of(
                "",
                " \t",
                "a\0b",
                "$user",
                "pg_x",
                "pg_temp_3",
                "pg_toast_temp_3",
                "pg_catalog",
                "information_schema",
                "a".repeat(64),
                "é".repeat(32));
    }

    @Test
    void theLimitCountsBytes() {
        assertThat(SchemaName.requireUsable("a".repeat(63))).hasSize(63);
        assertThat(SchemaName.requireUsable("é".repeat(31) + "x")).hasSize(32);
    }

    @Test
    void theRolePlaceholderIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> SchemaName.requireUsable("$user")).hasMessageContaining("-Dpgmt.excludes=$user");
    }
}
