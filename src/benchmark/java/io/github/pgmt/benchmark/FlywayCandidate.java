package io.github.pgmt.benchmark;

import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** Flyway as one loops over schemas with it: one configuration for each, the same SQL, one file for each changeset. */
final class FlywayCandidate implements Candidate {

    @Override
    public Replayed migrate(Target target) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(target.server().text());
        for (String schema : target.schemas()) {
            Flyway.configure()
                    .dataSource(dataSource)
                    .defaultSchema(schema)
                    .createSchemas(false)
                    .locations("filesystem:" + target.files().flyway(target.theCase()))
                    .load()
                    .migrate();
        }
        return Replayed.NOTHING;
    }

    @Override
    public boolean keepsLiquibaseHistory() {
        return false;
    }
}
