package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.command.MigrationRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A JVM that does a {@link DatabasesJob}. */
final class DatabasesProcess {

    private static final int THREADS = 4;

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private final DatabasesJob job;
    private final WorkFiles files;

    private DatabasesProcess(DatabasesJob job) {
        this.job = job;
        this.files = new WorkFiles(job.work(), Path.of(job.directory()));
    }

    /** @param arguments the files with the job and for its result */
    public static void main(String[] arguments) throws Exception {
        Fork.endWithParent();
        LIQUIBASE.setLevel(Level.WARNING);
        Gson gson = new Gson();
        DatabasesJob job = gson.fromJson(Files.readString(Path.of(arguments[0])), DatabasesJob.class);
        DatabasesProcess process = new DatabasesProcess(job);
        process.measure(1, job.warmUpTenants());
        DatabasesJob.Result result = new DatabasesJob.Result(job, process.measure(job.databases(), job.tenants()));
        Files.writeString(Path.of(arguments[1]), gson.toJson(result));
    }

    private Measurement measure(int databases, int tenants) throws Exception {
        List<TenantDatabase> made = new ArrayList<>();
        try {
            for (int number = 1; number <= databases; number++) {
                made.add(TenantDatabase.create(
                        ServerUrl.of(job.server()), "benchmark_of_several_" + number, tenants / databases));
            }
            Measurement measured = Measurement.of(() -> migrate(made));
            for (TenantDatabase database : made) {
                TenantCheck.require(database, new PgmtCandidate(THREADS), files, Case.FRESH);
            }
            return measured;
        } finally {
            for (TenantDatabase database : made) {
                database.close();
            }
        }
    }

    private void migrate(List<TenantDatabase> databases) {
        PgmtRun run = new PgmtRun(
                databases.stream().map(TenantDatabase::url).toList(),
                PgmtCandidate::catalog,
                files,
                Case.FRESH,
                THREADS);
        List<TenantResult> results = run.run(
                context -> new MigrationRun(context).migrate(run.all(), false).tenants());
        if (results.stream().anyMatch(result -> result.outcome() != Outcome.MIGRATED)) {
            throw new IllegalStateException("Not all migrated: " + results);
        }
    }
}
