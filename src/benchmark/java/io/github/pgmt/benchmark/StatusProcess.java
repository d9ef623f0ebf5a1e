package io.github.pgmt.benchmark;

import com.google.gson.Gson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A JVM that does a {@link StatusJob}. */
final class StatusProcess {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

    private StatusProcess() {}

    /** @param arguments the files with the job and for its result */
    public static void main(String[] arguments) throws Exception {
        Fork.endWithParent();
        LIQUIBASE.setLevel(Level.WARNING);
        Gson gson = new Gson();
        StatusJob job = gson.fromJson(Files.readString(Path.of(arguments[0])), StatusJob.class);
        StatusLook look = look(job.way());
        ServerUrl server = ServerUrl.of(job.server());
        WorkFiles files = new WorkFiles(Work.A, Path.of(job.directory()));
        Measurement.Work once = () -> {
            int current = look.countCurrent(server, ServerUrl.schemas(job.asked()), files);
            if (current != job.asked()) {
                throw new IllegalStateException(current + " of " + job.asked() + " tenants are current.");
            }
        };
        StatusJob.Result result = new StatusJob.Result(job, Measurement.of(once), Measurement.of(once));
        Files.writeString(Path.of(arguments[1]), gson.toJson(result));
    }

    private static StatusLook look(String way) {
        return switch (way) {
            case "pgmt" -> new PgmtStatus();
            case "liquibase" -> new LiquibaseStatus();
            default -> new JdbcStatus();
        };
    }
}
