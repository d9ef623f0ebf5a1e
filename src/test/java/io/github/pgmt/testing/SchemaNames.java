package io.github.pgmt.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Names that PostgreSQL takes for a schema and that whatever pastes, splits, pads, folds or formats names stumbles over. */
public final class SchemaNames {

    /** What {@link #random} has to give at least. */
    public static final int KINDS = 18;

    private static final int MOST_BYTES = 63;

    /** The worst of each kind; the first {@link #KINDS} have one of each, the others more of the same. */
    private static final List<String> FIRST = List.of(
            "acme",
            "Acme",
            "ACME",
            "caf\u00e9",
            "\"; drop schema public cascade; --",
            "${tenant}",
            "%s %d %n %",
            "$$",
            "?",
            "*",
            ",",
            "a\nb",
            "\u00e9".repeat(31) + "x",
            "select",
            "'",
            "\"\"",
            "{fn now()}",
            "<a href='x'>&amp;]]>",
            "/* */",
            ":name ::text",
            "a.b",
            "NULL",
            "\uD83D\uDE00 \uD83D\uDC68\u200D\uD83D\uDC69",
            "$1",
            "'; drop schema bystander cascade; --",
            "cafe\u0301",
            "${tenant.schema}",
            "$${tenant}",
            "$body$ $$",
            "acme*,b?",
            "a\tb\r\u0001c",
            "\u05e9\u05dc\u05d5\u05dd \u202e\u0645\u0631\u062d\u0628\u0627",
            "\u6771".repeat(21),
            "x".repeat(63),
            "user",
            "current_schema",
            "true",
            "\"",
            ".",
            "{}",
            "-- comment",
            "../../etc",
            "E'x",
            "U&\"x\"",
            "pg",
            "$users");

    private static final List<String> PIECES = Stream.concat(
                    FIRST.stream().filter(name -> name.length() < 20),
                    Stream.of(
                            "a",
                            "B",
                            "z_",
                            "0",
                            " ",
                            "\u00a0",
                            "\u2028",
                            "\u0130",
                            "\u0131",
                            "\u00df",
                            "\uFEFF",
                            "\u200b",
                            "\u007f",
                            "\u001b[31m",
                            ";",
                            "--",
                            "`",
                            "|",
                            "#",
                            "@",
                            "!",
                            "~",
                            "^",
                            "=",
                            "+",
                            "(",
                            ")",
                            "[",
                            "]",
                            "\u00a7",
                            "\uD835\uDD38",
                            "drop",
                            "PUBLIC",
                            "public.",
                            "set search_path = public"))
            .toList();

    private SchemaNames() {}

    /** So many names that pgmt has to get right, each another one. */
    public static List<String> random(long seed, int count) {
        Random random = new Random(seed);
        Set<String> names = new LinkedHashSet<>(FIRST.subList(0, Math.min(count, FIRST.size())));
        while (names.size() < count) {
            String name = name(random);
            if (isTaken(name)) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    /** Names that no tenant can have: PostgreSQL or Liquibase would mean another schema. */
    public static List<String> refused() {
        List<String> names = new ArrayList<>(List.of(
                "",
                " ",
                "\n",
                "a\0b",
                "$user",
                "pg_acme",
                "pg_catalog",
                "information_schema",
                " a",
                "a\t",
                "a\\b",
                "\\"));
        names.add("x".repeat(64));
        names.add("\u00e9".repeat(32));
        names.add("\uD83D\uDE00".repeat(16));
        return names;
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        int pieces = 1 + random.nextInt(6);
        for (int piece = 0; piece < pieces; piece++) {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        while (name.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            name.setLength(name.offsetByCodePoints(name.length(), -1));
        }
        return name.toString().trim();
    }

    private static boolean isTaken(String name) {
        return !name.isBlank() && !name.startsWith("pg_") && !name.equals("$user") && !name.equals("public");
    }
}
