package io.github.pgmt.report.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeSetLineTest {

    private static final String SQL = """
            --liquibase formatted sql

            --changeset shop:1 labels:a
            CREATE TABLE a (x text); -- changeset shop:2
            -- changeset "the shop":"second one" runOnChange:true
            CREATE TABLE b (x text);
            --CHANGESET shop:10
            SELECT 1;
            """;

    private static final String XML = """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
              <changeSet id="10" author="shop"><tagDatabase tag="a"/></changeSet>
              <changeSet
                  author='a &amp; "b"'
                  onValidationFail="x > y"
                  id="1">
                <comment>id="7" author="shop"</comment>
              </changeSet>
              <ext:changeSet author="shop" id="1" logicalFilePath="id='9'"/>
            </databaseChangeLog>
            """;

    private static final String YAML = """
            databaseChangeLog:
              - changeSet:
                  id: 10
                  author: shop
                  changes: []
              - changeSet:
                  author: "the shop"   # who
                  changes:
                    - createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
                  id: 'add it'
              - changeSet: {id: 1, author: shop}
              - changeSet:
                  id: 1 more
                  author: shop
            """;

    private static final String JSON = """
            {"databaseChangeLog": [
              {"changeSet": {"id": "10", "author": "shop", "changes": []}},
              {"changeSet": {
                "author": "shop",
                "id": "1"}}
            ]}
            """;

    @ParameterizedTest
    @CsvSource({
        "a.sql,  shop,         1,           3",
        "a.sql,  the shop,     second one,  5",
        "a.SQL,  shop,         10,          7",
        "a.sql,  shop,         2,           ",
        "a.sql,  another,      1,           ",
        "a.xml,  shop,         10,          2",
        "a.xml,  'a & \"b\"',  1,           3",
        "a.xml,  shop,         1,           9",
        "a.xml,  shop,         7,           ",
        "a.xml,  shop,         9,           ",
        "a.yaml, shop,         10,          2",
        "a.yml,  the shop,     add it,      6",
        "a.yaml, shop,         1,           11",
        "a.yaml, shop,         1 more,      12",
        "a.yaml, shop,         add it,      ",
        "a.json, shop,         10,          2",
        "a.json, shop,         1,           3",
        "a.json, shop,         0,           ",
    })
    void findsTheLineInWhichTheChangesetBegins(String file, String author, String id, Integer line) {
        assertThat(ChangeSetLine.in(text(file), new ChangeSetId(file, id, author)))
                .isEqualTo(line == null ? OptionalInt.empty() : OptionalInt.of(line));
        assertThat(ChangeSetLine.in(text(file).replace("\n", "\r\n"), new ChangeSetId(file, id, author)))
                .as("with line ends of Windows")
                .isEqualTo(line == null ? OptionalInt.empty() : OptionalInt.of(line));
    }

    private static String text(String file) {
        return switch (file.toLowerCase(Locale.ROOT)) {
            case "a.sql" -> SQL;
            case "a.xml" -> XML;
            case "a.json" -> JSON;
            default -> YAML;
        };
    }

    @Test
    void isFoundInAFileOfAnyEncodingAndSize(@TempDir Path checkout) throws Exception {
        Path source = Files.createDirectories(checkout.resolve("db")).resolve("a.sql");
        byte[] text = ("-- caf\u00e9\n" + "x".repeat(1_000_000) + " (((\"'<changeSet\n--changeset shop:1\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(source, text);

        assertThat(SourcePlace.of(new ChangeSetId("db/a.sql", "1", "shop"), checkout, source))
                .isEqualTo(new SourcePlace("db/a.sql", OptionalInt.of(3)));
        assertThat(SourcePlace.of(new ChangeSetId("db/a.xml", "1", "shop"), checkout, source))
                .isEqualTo(new SourcePlace("db/a.sql", OptionalInt.empty()));
    }
}
