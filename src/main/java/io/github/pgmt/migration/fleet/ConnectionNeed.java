package io.github.pgmt.migration.fleet;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * How many connections a run may need at once, for its own pre-flight and for the doctor. Each thread needs one for the work
 * and one that holds Liquibase's lock row. The run itself needs two: one sees for whom the others wait, and one is open beside
 * a single tenant's where its row in a registry is made, or the tenant is dropped.
 *
 * @param threads how many tenants are worked on at once
 * @param databases of how many databases the run needs its own connections there
 */
public record ConnectionNeed(int threads, int databases) {

    private static final int OF_THREAD = 2;
    private static final int OF_RUN = 2;

    /**
     * That there are too few.
     *
     * @param what there is and what is needed, as a sentence
     * @param remedy what to do, as a sentence
     */
    public record Lack(String what, String remedy) {

        /** Both. */
        public String text() {
            return what + " " + remedy;
        }
    }

    /** In one database. */
    public ConnectionNeed(int threads) {
        this(threads, 1);
    }

    private int connections() {
        return threads * OF_THREAD + databases * OF_RUN;
    }

    /** How many of them there are for each database, where each has as many. */
    public int ofEach() {
        return connections() / databases;
    }

    /** The limit that is too low even with nobody else there: a run is refused. */
    public Optional<Lack> lackForEver(Collection<ConnectionLimit> limits) {
        return tooLow(
                limits,
                ConnectionLimit::allowed,
                limit -> limit.owner() + " allows " + counted(limit.allowed(), "connection") + ", and " + text() + ".");
    }

    /** The limit that is too low with those who are there now: a run goes on with a warning. */
    public Optional<Lack> lackNow(Collection<ConnectionLimit> limits) {
        return tooLow(
                limits,
                ConnectionLimit::free,
                limit -> limit.owner() + " allows " + counted(limit.allowed(), "connection") + ", others have "
                        + limit.taken() + " of them now, and " + text() + ": tenants may fail for want of one.");
    }

    private Optional<Lack> tooLow(
            Collection<ConnectionLimit> limits,
            ToIntFunction<ConnectionLimit> room,
            Function<ConnectionLimit, String> what) {
        return limits.stream()
                .filter(limit -> room.applyAsInt(limit) < connections())
                .min(Comparator.comparingInt(room))
                .map(limit -> new Lack(what.apply(limit), advice(room.applyAsInt(limit), limit)));
    }

    private String text() {
        return "with " + counted(threads, "thread") + " the run may need " + connections();
    }

    private String advice(int room, ConnectionLimit limit) {
        int fitting = (room - databases * OF_RUN) / OF_THREAD;
        return fitting < 1
                ? "Raise the limit: " + limit.remedy()
                : "Set -Dpgmt.threads=" + fitting + ", or raise the limit: " + limit.remedy();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
