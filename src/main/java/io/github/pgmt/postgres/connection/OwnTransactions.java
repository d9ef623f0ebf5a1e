package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.fleet.MadeObject.Maker;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The transactions in which a run wrote, by which it knows in the catalog what it made itself. It knows that somebody else
 * made something only where it is certain. For several threads.
 */
public final class OwnTransactions {

    /** Who wrote a row. */
    public enum Writer {
        /** This run. */
        OWN,
        /** Certainly not this run. */
        SOMEBODY_ELSE,
        /** Perhaps this run. */
        UNTOLD
    }

    private static final long LAST_BITS = (1L << 32) - 1;

    /** A transaction that told of itself, and which others might have had its subtransactions. */
    private record Ended(long id, Maker maker, List<Long> others) {}

    private long[] ids = new long[64];

    /** Which transaction said of each id that it may be its own, or its subtransaction's. */
    private final List<Ended> claims = new ArrayList<>();

    /** The last 32 bits of each id, and behind them its place among the ids; sorted. Null until it is asked for. */
    private long[] index;

    /** Transactions that had no subtransactions but those that they claim. */
    private final TransactionSet complete = new TransactionSet();

    private final TransactionSet untold = new TransactionSet();
    private final boolean told;
    private long untoldFrom = Long.MAX_VALUE;
    private long latest;

    /** @param told whether transactions can tell what they were */
    OwnTransactions(boolean told) {
        this.told = told;
        if (!told) {
            lost(latest);
        }
    }

    /** Whether they are to be asked. */
    public boolean areTold() {
        return told;
    }

    /** A transaction is about to end. */
    synchronized void ended(TransactionEnd end, Maker maker) {
        Ended ended = new Ended(end.id(), maker, end.subtransactions().isEmpty() ? List.of() : end.others());
        add(end.id(), ended);
        end.subtransactions().forEach(id -> add(id, ended));
        unknown(end.unseen(), end.end());
        if (end.unseen() >= end.end()) {
            complete.add(end.id());
        }
    }

    /** Sends something that ends a transaction. */
    public interface Ending {

        /** What the transaction told of itself; empty where it wrote nothing. */
        Optional<TransactionEnd> send() throws SQLException;
    }

    /**
     * Has a commit sent, and notes what it says, or that nobody knows whether it was made.
     *
     * @param mayBeBehind whether an error may have come after the commit
     * @param latestBefore what {@link #latest} was before the transaction began
     * @throws SQLException what the sending throws
     */
    public void end(Ending ending, Maker maker, Predicate<SQLException> mayBeBehind, long latestBefore)
            throws SQLException {
        try {
            ending.send().ifPresent(end -> ended(end, maker));
        } catch (SQLException e) {
            if (mayBeBehind.test(e)) {
                lost(latestBefore);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            lost(latestBefore);
            throw e;
        }
    }

    /** A transaction of this run is rolled back, whatever it does. */
    public synchronized void leavesNothing(long id) {
        complete.add(id);
    }

    private void add(long id, Ended ended) {
        if (claims.size() == ids.length) {
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        ids[claims.size()] = id;
        claims.add(ended);
        latest = Math.max(latest, id);
        index = null;
    }

    /** There were transactions of this run between these ids, the last excluded, of which nothing is known. */
    public synchronized void unknown(long first, long end) {
        untold.addRange(first, end);
        latest = Math.max(latest, end);
    }

    /**
     * A transaction that began after {@link #latest} said so may have been committed or not. Where it said nothing yet, a
     * row's 32 bits cannot be taken for a later id than another's.
     */
    public synchronized void lost(long latestBefore) {
        untoldFrom = Math.min(untoldFrom, latestBefore == 0 ? Long.MIN_VALUE : latestBefore);
    }

    /** No id before it is given out any more; 0 while nothing is known. */
    public synchronized long latest() {
        return latest;
    }

    /** For whom this run made what has this transaction, where that is certain. */
    public synchronized Optional<Maker> maker(long xmin) {
        return certain(places(xmin)).mapToObj(at -> claims.get(at).maker()).findFirst();
    }

    /** Whether this run made that for a schema; where it made that for one of several schemas, for each of them. */
    public synchronized boolean isMadeFor(String schema, long xmin) {
        int[] places = places(xmin);
        int[] certain = certain(places).toArray();
        return IntStream.of(certain.length > 0 ? certain : places)
                .anyMatch(at -> claims.get(at).maker().schema().equals(schema));
    }

    /** Who wrote a row, of which only the last 32 bits of the transaction are known. */
    public synchronized Writer writer(long xmin) {
        int[] places = places(xmin);
        if (places.length > 0) {
            return certain(places).findAny().isPresent() ? Writer.OWN : Writer.UNTOLD;
        }
        long id = latest - (int) (latest - xmin);
        return id >= untoldFrom || untold.contains(id) ? Writer.UNTOLD : Writer.SOMEBODY_ELSE;
    }

    private IntStream certain(int[] places) {
        return IntStream.of(places).filter(at -> isCertain(places, at));
    }

    /**
     * A subtransaction's id is greater than its transaction's. So it is ours where each transaction that was open and has a
     * lesser id is one of this run's that does not claim it.
     */
    private boolean isCertain(int[] places, int at) {
        Ended ended = claims.get(at);
        return ended.id() == ids[at]
                || ended.others().stream()
                        .allMatch(other -> other > ids[at]
                                || complete.contains(other)
                                        && IntStream.of(places)
                                                .noneMatch(place ->
                                                        claims.get(place).id() == other));
    }

    /** Of all claims of an id. */
    private int[] places(long xmin) {
        if (index == null) {
            index = new long[claims.size()];
            for (int at = 0; at < index.length; at++) {
                index[at] = ids[at] << 32 | at;
            }
            Arrays.sort(index);
        }
        long low = xmin << 32;
        int found = Arrays.binarySearch(index, low);
        int first = found < 0 ? -found - 1 : found;
        int end = first;
        while (end < index.length && index[end] >> 32 == low >> 32) {
            end++;
        }
        return Arrays.stream(index, first, end)
                .mapToInt(entry -> (int) (entry & LAST_BITS))
                .toArray();
    }
}
