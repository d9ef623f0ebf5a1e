package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A {@code pg_hba.conf} by which nobody gets in without a password. */
final class AccessRules {

    /** Those that {@code initdb} writes; the database "all" does not include replication. */
    private static final String RULES = """
            # Written by pgmt, as this server let everybody in. The superuser's password is in pgmt.pgpass.
            local all         all              scram-sha-256
            host  all         all 127.0.0.1/32 scram-sha-256
            host  all         all ::1/128      scram-sha-256
            local replication all              scram-sha-256
            host  replication all 127.0.0.1/32 scram-sha-256
            host  replication all ::1/128      scram-sha-256
            """;

    private AccessRules() {}

    /** Puts them in the place of what is there, so that at no time there is half a file. */
    static void writeInto(Path data) throws IOException {
        Path draft = data.resolve("pg_hba.conf.new");
        PrivateFile.write(draft, RULES);
        Files.move(draft, data.resolve("pg_hba.conf"), StandardCopyOption.ATOMIC_MOVE);
    }
}
