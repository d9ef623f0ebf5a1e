package io.github.pgmt.postgres.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.replay.ReplayPool;
import io.github.pgmt.postgres.session.CancellableConnection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BlockerWatchTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void whereNoThreadWasLeftTheNextSessionHasOneAgain() {
        AtomicInteger wanted = new AtomicInteger();
        BlockerWatch watch = new BlockerWatch(
                Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/onboarding/master.yaml")
                        .server(),
                () -> {},
                looking -> {
                    if (wanted.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return new Thread(() -> {});
                });

        assertThatThrownBy(() -> watch.begin(1)).isInstanceOf(OutOfMemoryError.class);
        watch.begin(2);
        watch.begin(3);

        assertThat(wanted).hasValue(2);
    }

    /** Else each tenant would leave one behind, until the server has none left. */
    @Test
    void aConnectionForAReplayThatCannotBeWatchedIsClosed() {
        Server server = Servers.of(database);
        BlockerWatch watch = new BlockerWatch(server, () -> {}, looking -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        Set<CancellableConnection> open = new HashSet<>();
        ReplayPool pool = new ReplayPool(server, open, watch);

        assertThatThrownBy(pool::take).isInstanceOf(OutOfMemoryError.class);

        assertThat(open).isEmpty();
        Eventually.until(
                "the connection is gone",
                () -> database.query("SELECT application_name FROM pg_stat_activity "
                                + "WHERE datname = current_database() AND application_name LIKE 'pgmt/%'")
                        .isEmpty());
    }
}
