package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.sql.SqlScript;
import io.github.pgmt.tenant.Utf8File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** SQL files around a run and around each of its tenants, as the user gave them. */
public record HookParameters(
        List<String> beforeAllSql,
        List<String> beforeTenantSql,
        List<String> afterTenantSql,
        List<String> afterAllSql) {

    /** Of a goal without hooks. */
    public static final HookParameters NONE = new HookParameters(List.of(), List.of(), List.of(), List.of());

    private static final List<String> NAMES =
            List.of("beforeAllSql", "beforeTenantSql", "afterTenantSql", "afterAllSql");

    /** The files with what is in them. */
    public record Contents(List<SqlFile> beforeAll, TenantSql ofTenants, List<SqlFile> afterAll) {

        /** Each of them. */
        Stream<SqlFile> all() {
            return Stream.of(beforeAll, ofTenants.before(), ofTenants.after(), afterAll)
                    .flatMap(List::stream);
        }
    }

    /**
     * Reads every file, before anything is changed.
     *
     * @throws RunRefusedException when one cannot be read or divided into statements, or a parameter is set and has an empty entry
     */
    public Contents read(MavenSide maven) {
        NAMES.forEach(parameter -> requireEntries(maven, parameter));
        return read(maven.baseDirectory());
    }

    Contents read(Path baseDirectory) {
        TenantSql ofTenants = new TenantSql(
                read(baseDirectory, "beforeTenantSql", beforeTenantSql),
                read(baseDirectory, "afterTenantSql", afterTenantSql));
        return new Contents(
                read(baseDirectory, "beforeAllSql", beforeAllSql),
                ofTenants,
                read(baseDirectory, "afterAllSql", afterAllSql));
    }

    private static List<SqlFile> read(Path baseDirectory, String parameter, List<String> paths) {
        return paths == null
                ? List.of()
                : paths.stream()
                        .map(path -> read(baseDirectory, parameter, path == null ? "" : path.trim()))
                        .toList();
    }

    /** Maven takes an empty property for one that is not set, and a hook that is left out in silence may be a safeguard. */
    private static void requireEntries(MavenSide maven, String parameter) {
        if (maven.commandLineProperty("pgmt." + parameter)
                .filter(String::isBlank)
                .isPresent()) {
            throw new RunRefusedException(
                    "-Dpgmt." + parameter + "= is set but empty. Name a file, or leave the property out.");
        }
    }

    private static SqlFile read(Path baseDirectory, String parameter, String path) {
        if (path.isEmpty()) {
            throw new RunRefusedException("-Dpgmt." + parameter + " has an empty entry. Name a file in its place.");
        }
        Path file = baseDirectory.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new RunRefusedException("-Dpgmt." + parameter + ": there is no file " + path + " (looked for " + file
                    + "). Nothing was changed.");
        }
        try {
            return new SqlFile(parameter, path, SqlScript.divide(Utf8File.read(file)));
        } catch (SqlScript.UnreadableException e) {
            throw new RunRefusedException(
                    "-Dpgmt." + parameter + ": " + path + ", " + e.getMessage() + " Nothing was changed.", e);
        } catch (Utf8File.NotUtf8Exception e) {
            throw new RunRefusedException(
                    "-Dpgmt." + parameter + ": the file " + path + " " + e.getMessage() + " Nothing was changed.", e);
        } catch (IOException e) {
            throw new RunRefusedException(
                    "-Dpgmt." + parameter + ": the file " + path + " cannot be read: " + e + ". Nothing was changed.",
                    e);
        }
    }
}
