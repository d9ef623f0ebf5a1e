package io.github.pgmt.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionControlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT 1; commit; SELECT 2                          | COMMIT
            /* x */ RollBack                                    | ROLLBACK
            ROLLBACK AND CHAIN                                  | ROLLBACK
            BEGIN; INSERT INTO a VALUES (1); COMMIT             | BEGIN
            START TRANSACTION                                   | START
            END                                                 | END
            PREPARE TRANSACTION 'x'                             | PREPARE
            CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; COMMIT | COMMIT
            CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; END; COMMIT | COMMIT
            """)
    void findsWhatBeginsOrEndsATransaction(String sql, String word) {
        assertThat(TransactionControl.end(sql)).contains(word);
        assertThat(TransactionControl.isIn(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ BEGIN COMMIT; END $$",
                "SELECT '; COMMIT;'",
                "-- COMMIT;\nSELECT 1",
                "CREATE PROCEDURE p() LANGUAGE plpgsql AS $x$ BEGIN ROLLBACK; END $x$",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END; SELECT 3",
                "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC END",
                "CREATE TABLE \"commit\" (id int)"
            })
    void knowsWhatOnlyLooksLikeIt(String sql) {
        assertThat(TransactionControl.end(sql)).isEmpty();
        assertThat(TransactionControl.isIn(sql)).isFalse();
    }

    @Test
    void aSavepointDividesATransactionAndDoesNotEndIt() {
        String sql = "SAVEPOINT s; ROLLBACK TO SAVEPOINT s; ROLLBACK WORK TO s; RELEASE s";

        assertThat(TransactionControl.end(sql)).isEmpty();
        assertThat(TransactionControl.isIn(sql)).isTrue();
    }
}
