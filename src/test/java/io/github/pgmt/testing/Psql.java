package io.github.pgmt.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.Driver;

/** PostgreSQL's own {@code psql}, where there is one; the embedded server has none. */
public final class Psql {

    private Psql() {}

    /** Skips the test and says so where no {@code psql} is on the path. */
    public static void assumeThere() {
        boolean isThere;
        try {
            isThere = new ProcessBuilder("psql", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            isThere = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Assumptions.assumeTrue(isThere, "There is no psql on the PATH, so no script is run by it.");
    }

    /**
     * What came of a script.
     *
     * @param status psql's exit status: 0, or 3 for an error in the script
     * @param said all that it said
     */
    public record Result(int status, String said) {}

    /** Runs a script with these variables. */
    public static Result run(TestDatabase database, Path script, Map<String, String> variables) {
        Properties address = Driver.parseURL(database.url(), new Properties());
        List<String> command = new ArrayList<>(List.of("psql", "-X", "-q", "-f", script.toString()));
        variables.forEach((name, value) -> command.addAll(List.of("-v", name + "=" + value)));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            Map<String, String> environment = builder.environment();
            environment.put("PGHOST", address.getProperty("PGHOST"));
            environment.put("PGPORT", address.getProperty("PGPORT"));
            environment.put("PGDATABASE", address.getProperty("PGDBNAME"));
            environment.put("PGUSER", address.getProperty("user", System.getProperty("user.name")));
            environment.put("PGPASSWORD", address.getProperty("password", ""));
            environment.put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same of a script that is to go well. */
    public static void runWell(TestDatabase database, Path script, Map<String, String> variables) {
        Result result = run(database, script, variables);
        assertThat(result.status()).as(result.said()).isZero();
    }
}
