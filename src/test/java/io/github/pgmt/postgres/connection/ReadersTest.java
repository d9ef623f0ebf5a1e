package io.github.pgmt.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadersTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void partsAreReadAtOnceAndToldInTheirOrder() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Set<Integer> sessions = Collections.synchronizedSet(new HashSet<>());
        List<CatalogReader.Work<String>> parts = IntStream.range(0, 6)
                .<CatalogReader.Work<String>>mapToObj(part -> connection -> {
                    sessions.add(session(connection));
                    meet(both);
                    return "part " + part;
                })
                .toList();

        try (Connection own = database.connect()) {
            assertThat(new Readers(own, database::connect, 2).read(parts))
                    .containsExactly("part 0", "part 1", "part 2", "part 3", "part 4", "part 5");
        }
        assertThat(sessions).hasSize(2);
    }

    @Test
    void withoutHelpTheReaderReadsAll() throws Exception {
        Readers.Opening refusing = () -> {
            throw new SQLException("too many connections", "53300");
        };

        try (Connection own = database.connect()) {
            int session = session(own);

            assertThat(new Readers(own, refusing, 4).read(Collections.nCopies(5, ReadersTest::session)))
                    .containsExactly(session, session, session, session, session);
        }
    }

    @Test
    void whatAHelperLosesTheReaderReads() throws Exception {
        try (Connection own = database.connect()) {
            int session = session(own);
            CountDownLatch lost = new CountDownLatch(1);
            CatalogReader.Work<Integer> part = connection -> {
                if (session(connection) == session) {
                    await(lost);
                    return session;
                }
                lost.countDown();
                connection.createStatement().execute("SELECT pg_terminate_backend(pg_backend_pid())");
                return 0;
            };

            assertThat(new Readers(own, database::connect, 2).read(List.of(part, part)))
                    .containsExactly(session, session);
        }
    }

    @Test
    void whatAHelperHasNoMemoryForTheReaderReads() throws Exception {
        try (Connection own = database.connect()) {
            int session = session(own);
            CountDownLatch ended = new CountDownLatch(1);
            CatalogReader.Work<Integer> part = connection -> {
                if (session(connection) == session) {
                    await(ended);
                    return session;
                }
                ended.countDown();
                throw new OutOfMemoryError("Java heap space");
            };

            assertThat(new Readers(own, database::connect, 2).read(List.of(part, part)))
                    .containsExactly(session, session);
        }
    }

    @Test
    void anErrorOnTheReadersOwnConnectionIsTold() throws Exception {
        CatalogReader.Work<Integer> wrong = connection -> {
            connection.createStatement().execute("SELECT 1/0");
            return 1;
        };

        try (Connection own = database.connect()) {
            assertThatThrownBy(() -> new Readers(own, database::connect, 3)
                            .read(List.of(ReadersTest::session, wrong, ReadersTest::session)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("division by zero");
        }
    }

    private static int session(Connection connection) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException("The two never read at once.", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).as("a helper came").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
