package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A JVM that does a {@link GoalJob}. */
final class GoalProcess {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private final GoalJob job;
    private final GoalWay way;
    private final WorkFiles files;

    private GoalProcess(GoalJob job) {
        this.job = job;
        this.way = GoalWay.of(job.candidate());
        this.files = new WorkFiles(job.work(), Path.of(job.directory()));
    }

    /** @param arguments the files with the job and for its result */
    public static void main(String[] arguments) throws Exception {
        Fork.endWithParent();
        LIQUIBASE.setLevel(Level.WARNING);
        Gson gson = new Gson();
        GoalProcess process = new GoalProcess(gson.fromJson(Files.readString(Path.of(arguments[0])), GoalJob.class));
        process.measure(process.job.warmUpTenants());
        Files.writeString(Path.of(arguments[1]), gson.toJson(process.measure(process.job.tenants())));
    }

    private GoalJob.Result measure(int tenants) throws Exception {
        ServerUrl server = ServerUrl.of(job.server());
        try (TenantDatabase database = TenantDatabase.createWithoutSchemas(server, "benchmark_goals", tenants)) {
            List<Replayed> replayed = new ArrayList<>();
            Measurement setUp = Measurement.of(() -> replayed.add(way.setUp(target(database, Case.FRESH))));
            TenantCheck.require(database, way.migration(), files, Case.FRESH);
            way.migration().migrate(target(database, Case.ONE_PENDING));
            TenantCheck.require(database, way.migration(), files, Case.ONE_PENDING);
            List<Boolean> compared = new ArrayList<>();
            Measurement drift = Measurement.of(() -> compared.add(way.compare(target(database, Case.ONE_PENDING))));
            Measurement rollBack = Measurement.of(() -> way.rollBack(target(database, Case.ONE_PENDING)));
            TenantCheck.require(database, way.migration(), files, Case.FRESH);
            return new GoalJob.Result(
                    job, setUp, rollBack, compared.get(0) ? List.of(drift) : List.of(), replayed.get(0));
        }
    }

    private Candidate.Target target(TenantDatabase database, Case theCase) {
        return new Candidate.Target(database.url(), database.schemas(), files, theCase);
    }
}
