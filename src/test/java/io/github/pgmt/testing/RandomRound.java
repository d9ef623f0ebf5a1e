package io.github.pgmt.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.work.RunOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Tenants with a random changelog, in two databases: in one pgmt works on them, in the other Liquibase alone, and both must come out
 * the same. {@code -Dpgmt.test.seed} repeats a round, {@code -Dpgmt.test.rounds} does more of them.
 */
public final class RandomRound implements AutoCloseable {

    /** The tenants in either database. */
    public static final List<String> TENANTS = List.of("t1", "t2", "T 3", "t4", "t5", "t6");

    /** Each tenant is tried, whatever becomes of the others, as Liquibase tries it. */
    public static final RunOptions OPTIONS = Fleet.options(2).withMaxCohortFailures(0);

    private final LiquibaseLine line;
    private final long seed;
    private final TwoDatabases databases = new TwoDatabases();

    /** @param seed of the changelog, for messages */
    public RandomRound(LiquibaseLine line, long seed) {
        this.line = line;
        this.seed = seed;
    }

    /** What is done to one tenant by Liquibase. */
    public interface Work {

        /** Does it. */
        OwnLiquibase.Result in(OwnLiquibase liquibase, OwnLiquibase.Update update);
    }

    /**
     * Does several rounds.
     *
     * @param round does one with this seed
     * @return how many tenants went which way
     */
    public static Map<Way.Engine, Integer> several(LiquibaseLine line, LongFunction<List<TenantResult>> round) {
        long first = Long.getLong("pgmt.test.seed", 1000L * (line.ordinal() + 1));
        Map<Way.Engine, Integer> ways = new EnumMap<>(Way.Engine.class);
        for (long seed = first; seed < first + rounds(); seed++) {
            for (TenantResult result : round.apply(seed)) {
                result.way().engine().ifPresent(engine -> ways.merge(engine, 1, Integer::sum));
            }
        }
        return ways;
    }

    /** How many rounds are done. */
    public static int rounds() {
        return Integer.getInteger("pgmt.test.rounds", Faults.rounds(1, 100));
    }

    /** The databases: that of pgmt's tenants and the other one. */
    public List<TestDatabase> databases() {
        return databases.both();
    }

    /**
     * Makes the tenants in both databases, with three histories, two of them with a history each.
     *
     * @param steps how many changesets a tenant of each history is to have
     */
    public void prepare(Path root, List<Integer> steps) {
        TestDatabase database = databases.ours();
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            for (int tenant = 0; tenant < TENANTS.size(); tenant++) {
                database.execute("CREATE SCHEMA " + TestDatabase.quoted(TENANTS.get(tenant)));
                int count = steps.get(tenant % steps.size());
                if (count > 0) {
                    liquibase.updateCount(update(database, TENANTS.get(tenant), root), count);
                }
            }
        }
        databases.copyOurs();
    }

    /** Engines for pgmt's tenants. */
    public Engines engines(Path root) {
        return engines(root, HowFar.WHOLE);
    }

    /** Engines that go so far. */
    public Engines engines(Path root, HowFar howFar) {
        Changelog changelog = new Changelog(
                List.of(RandomChangelog.MASTER),
                Optional.of(RandomChangelog.CONTEXTS),
                Optional.empty(),
                Map.of(),
                HistoryTables.DEFAULT);
        return Engines.of(databases.ours(), line, changelog.upTo(howFar), root);
    }

    /**
     * Has Liquibase do the same in the other database, where the same must fail, and everything be the same afterwards.
     *
     * @param results of pgmt's tenants
     */
    public void assertAsByLiquibase(List<TenantResult> results, Path root, Work work) {
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            List<Boolean> failed = TENANTS.stream()
                    .map(tenant -> work.in(liquibase, update(databases.theirs(), tenant, root))
                            .failure()
                            .isPresent())
                    .toList();
            assertThat(TENANTS.stream()
                            .map(schema -> of(schema, results).outcome() == Outcome.FAILED)
                            .toList())
                    .as("seed %d: the same fail", seed)
                    .isEqualTo(failed);
        }
        databases.assertSame("seed " + seed);
    }

    private static TenantResult of(String schema, List<TenantResult> results) {
        return results.stream()
                .filter(result -> result.schema().equals(schema))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The changelog without preconditions: what only the database decides stops a script, and {@code update-sql} takes all to
     * pass.
     */
    public static Path withoutPreconditions(Path root) {
        return without(root, "(?s)<preConditions.*?</preConditions>");
    }

    /** The changelog without what this regular expression finds in its files. */
    public static Path without(Path root, String pattern) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file).replaceAll(pattern, ""));
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Liquibase's own {@code update-sql} says of one of pgmt's tenants. */
    public String updateSql(String tenant, Path root, Path file) throws IOException {
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            OwnLiquibase.Result result = liquibase.updateSql(update(databases.ours(), tenant, root), file);
            assertThat(result.failure()).isEmpty();
            return Files.readString(file);
        }
    }

    private static OwnLiquibase.Update update(TestDatabase database, String tenant, Path root) {
        return new OwnLiquibase.Update(
                database, tenant, root, RandomChangelog.MASTER, RandomChangelog.CONTEXTS, "", Map.of());
    }

    @Override
    public void close() {
        databases.close();
    }
}
