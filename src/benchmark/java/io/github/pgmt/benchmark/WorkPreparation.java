package io.github.pgmt.benchmark;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.UpdateSqlCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

/**
 * A process that asks Liquibase for the SQL of a work, and lets it migrate a tenant that all others are compared with. Its
 * class path must not have pgmt, which brings a lock service of its own into every Liquibase.
 */
final class WorkPreparation {

    private static final String TENANT = "benchmark_model";
    private static final String PROBE = "benchmark_probe";
    private static final String CHANGE_SET = "-- Changeset ";

    private final ServerUrl database;
    private final WorkFiles files;

    private WorkPreparation(ServerUrl database, WorkFiles files) {
        this.database = database;
        this.files = files;
    }

    /** @param arguments the URL of an empty database, the work, its directory */
    public static void main(String[] arguments) throws Exception {
        ServerUrl database = ServerUrl.of(arguments[0]);
        Sql.execute(database, "CREATE SCHEMA " + TENANT, "CREATE SCHEMA " + PROBE);
        Path directory = Path.of(arguments[2]);
        new WorkPreparation(database, new WorkFiles(Work.valueOf(arguments[1]), directory)).prepare();
    }

    private void prepare() throws Exception {
        List<String> fresh = chunks(updateSql(Case.FRESH));
        Map<Case, PreparedWork.Expected> expected = new EnumMap<>(Case.class);
        expected.put(Case.FRESH, migrated(Case.FRESH));
        expected.put(Case.CURRENT, migrated(Case.CURRENT));
        List<String> next = chunks(updateSql(Case.ONE_PENDING));
        expected.put(Case.ONE_PENDING, migrated(Case.ONE_PENDING));
        List<String> all = new ArrayList<>(fresh.subList(1, fresh.size()));
        all.addAll(next.subList(1, next.size()));
        PreparedWork prepared = new PreparedWork(expected, "");
        files.write(prepared);
        String noScript = whyNotAScript(prepared, all);
        if (noScript.isEmpty()) {
            files.write(
                    withoutLocks(fresh.get(0)),
                    all.stream().map(WorkPreparation::script).toList());
            noScript = whyScriptIsWrong(prepared);
        }
        if (!noScript.isEmpty() && !files.work().isPublished()) {
            throw new IllegalStateException("Liquibase's SQL is not as expected: " + noScript);
        }
        files.write(prepared.withoutScript(noScript));
    }

    private static String whyNotAScript(PreparedWork prepared, List<String> changeSets) {
        int recorded = prepared.changeSets(Case.ONE_PENDING);
        if (changeSets.size() != recorded) {
            return "update-sql has " + changeSets.size() + " changesets, and update records " + recorded;
        }
        return String.join("", changeSets).contains(TENANT) ? "the schema's name is in update-sql" : "";
    }

    /** What update-sql says depends on preconditions that were asked before anything was done, so it is tried. */
    private String whyScriptIsWrong(PreparedWork prepared) throws SQLException {
        for (Case theCase : Case.values()) {
            try {
                new JdbcCandidate(1).migrate(new Candidate.Target(database, List.of(PROBE), files, theCase));
            } catch (SQLException e) {
                return "the statements of update-sql fail where update succeeds (" + firstLine(e) + ")";
            }
            PreparedWork.Expected expected = prepared.expected(theCase);
            PreparedWork.Expected found = TenantCheck.look(database, PROBE);
            if (!expected.history().equals(found.history())) {
                return "the statements of update-sql leave other history rows than update";
            }
            if (!expected.objects().equals(found.objects())) {
                return "the statements of update-sql leave other objects than update";
            }
        }
        return "";
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private PreparedWork.Expected migrated(Case theCase) throws Exception {
        run(new CommandScope(UpdateCommandStep.COMMAND_NAME), theCase);
        return TenantCheck.look(database, TENANT);
    }

    private String updateSql(Case theCase) throws Exception {
        ByteArrayOutputStream sql = new ByteArrayOutputStream();
        CommandScope command = new CommandScope(UpdateSqlCommandStep.COMMAND_NAME);
        command.setOutput(sql);
        run(command, theCase);
        return sql.toString(StandardCharsets.UTF_8);
    }

    private void run(CommandScope command, Case theCase) throws Exception {
        try (Connection connection = DriverManager.getConnection(database.pinned(TENANT))) {
            Database target =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            target.setOutputDefaultSchema(false);
            command.addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, target);
            command.addArgumentValue(DatabaseChangelogCommandStep.CHANGELOG_FILE_ARG, theCase.changelog());
            Scope.child(
                    Map.of(Scope.Attr.resourceAccessor.name(), new DirectoryResourceAccessor(files.directory())),
                    () -> {
                        command.execute();
                    });
        }
    }

    /** What goes before the first changeset, and then the changesets. */
    private static List<String> chunks(String sql) {
        return Arrays.stream(sql.split("(?m)^(?=" + CHANGE_SET + ")"))
                .map(WorkPreparation::withoutComments)
                .toList();
    }

    private static String withoutComments(String sql) {
        return lines(
                sql,
                line -> !line.isBlank()
                        && !line.startsWith("--")
                        && !line.toUpperCase(Locale.ROOT).startsWith("SET SEARCH_PATH"));
    }

    /** The raw statements are sent without anybody's lock. */
    private static String withoutLocks(String sql) {
        return lines(sql, line -> !line.startsWith("UPDATE databasechangeloglock"));
    }

    private static WorkFiles.Script script(String changeSet) {
        Predicate<String> isHistory = line -> line.startsWith("INSERT INTO databasechangelog ");
        // The lock is released after the last changeset.
        String statements = withoutLocks(changeSet);
        return new WorkFiles.Script(lines(statements, isHistory.negate()), lines(statements, isHistory));
    }

    private static String lines(String sql, Predicate<String> wanted) {
        return sql.lines().filter(wanted).map(line -> line + "\n").collect(Collectors.joining());
    }
}
