package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A JVM that does a {@link ColdJob}. */
final class ColdProcess {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private ColdProcess() {}

    /** @param arguments the files with the job and for its result */
    public static void main(String[] arguments) throws Exception {
        double jvmStart = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        Fork.endWithParent();
        LIQUIBASE.setLevel(Level.WARNING);
        Gson gson = new Gson();
        ColdJob job = gson.fromJson(Files.readString(Path.of(arguments[0])), ColdJob.class);
        Candidate candidate = Candidates.of(job.candidate());
        Candidate.Target target = new Candidate.Target(
                ServerUrl.of(job.database()),
                ServerUrl.schemas(job.tenants()),
                new WorkFiles(job.work(), Path.of(job.directory())),
                job.theCase());
        Map<Case, Replayed> replayed = new EnumMap<>(Case.class);
        Measurement run = Measurement.of(() -> replayed.put(job.theCase(), candidate.migrate(target)));
        ColdJob.Result result = new ColdJob.Result(job, jvmStart, run, replayed.get(job.theCase()));
        Files.writeString(Path.of(arguments[1]), gson.toJson(result));
    }
}
