package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A work on disk: its changelogs, the same as plain SQL, and what tenants look like afterwards.
 *
 * @param directory what Liquibase takes for the root of its search path
 */
record WorkFiles(Work work, Path directory) {

    /** What a changeset is to a database: its statements, and the row that records it. */
    record Script(String statements, String historyRow) {}

    private Path sql() {
        return directory.resolve("sql");
    }

    /** Where Flyway finds the migrations of a case. */
    Path flyway(Case theCase) {
        return directory.resolve("flyway-" + theCase.letter());
    }

    /** What makes Liquibase's own two tables. */
    String historyTables() {
        return read(sql().resolve("000.sql"));
    }

    /** The changesets of a case, in order. */
    List<Script> scripts(Case theCase) {
        return Stream.iterate(1, number -> number + 1)
                .limit(prepared().changeSets(theCase))
                .map(number -> new Script(read(script(number)), read(historyRow(number))))
                .toList();
    }

    private Path script(int number) {
        return sql().resolve("%03d.sql".formatted(number));
    }

    private Path historyRow(int number) {
        return sql().resolve("%03d-history.sql".formatted(number));
    }

    /** The same work for everybody who does not use Liquibase. What Liquibase did must have been written before. */
    void write(String historyTables, List<Script> scripts) throws IOException {
        Files.createDirectories(sql());
        Files.writeString(sql().resolve("000.sql"), historyTables);
        for (int number = 1; number <= scripts.size(); number++) {
            Script script = scripts.get(number - 1);
            Files.writeString(script(number), script.statements());
            Files.writeString(historyRow(number), script.historyRow());
        }
        for (Case theCase : Case.values()) {
            Files.createDirectories(flyway(theCase));
            for (int number = 1; number <= prepared().changeSets(theCase); number++) {
                Files.writeString(
                        flyway(theCase).resolve("V%03d__change.sql".formatted(number)),
                        scripts.get(number - 1).statements());
            }
        }
    }

    void write(PreparedWork prepared) throws IOException {
        Files.writeString(directory.resolve("prepared.json"), new Gson().toJson(prepared));
    }

    PreparedWork prepared() {
        return new Gson().fromJson(read(directory.resolve("prepared.json")), PreparedWork.class);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
