package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A JVM that does a {@link MigrationJob}. */
final class MigrationProcess {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private final MigrationJob job;
    private final Candidate candidate;
    private final WorkFiles files;
    /** Of the latest run of each case. */
    private final Map<Case, Replayed> replayed = new EnumMap<>(Case.class);

    private MigrationProcess(MigrationJob job) {
        this.job = job;
        this.candidate = Candidates.of(job.candidate());
        this.files = new WorkFiles(job.work(), Path.of(job.directory()));
    }

    /** @param arguments the files with the job and for its result */
    public static void main(String[] arguments) throws Exception {
        double jvmStart = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        Fork.endWithParent();
        LIQUIBASE.setLevel(Level.WARNING);
        Gson gson = new Gson();
        MigrationJob job = gson.fromJson(Files.readString(Path.of(arguments[0])), MigrationJob.class);
        MigrationJob.Result result = new MigrationProcess(job).measure(jvmStart);
        Files.writeString(Path.of(arguments[1]), gson.toJson(result));
    }

    private MigrationJob.Result measure(double jvmStart) throws Exception {
        int few = Math.min(candidate.parallel(), job.tenants());
        return new MigrationJob.Result(
                job,
                jvmStart,
                few,
                cases("first", few),
                cases("warm_up", job.warmUpTenants()),
                cases("again", few),
                cases("full", job.tenants()),
                replayed);
    }

    /** All cases, one after the other on the same tenants of a database of their own. */
    private Map<Case, Measurement> cases(String name, int tenants) throws Exception {
        Map<Case, Measurement> measured = new EnumMap<>(Case.class);
        ServerUrl server = ServerUrl.of(job.server());
        try (TenantDatabase database = TenantDatabase.create(server, "benchmark_" + name, tenants)) {
            ServerUrl wire = ServerUrl.of(job.wire()).database(database.url().database());
            for (Case theCase : Case.values()) {
                Candidate.Target target = new Candidate.Target(wire, database.schemas(), files, theCase);
                measured.put(theCase, Measurement.of(() -> replayed.put(theCase, candidate.migrate(target))));
                TenantCheck.require(database, candidate, files, theCase);
            }
        }
        return measured;
    }
}
