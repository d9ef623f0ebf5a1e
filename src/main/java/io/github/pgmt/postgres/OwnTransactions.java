package io.github.pgmt.postgres;

import io.github.pgmt.migration.MadeObject.Maker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The transactions in which a run wrote, by which it knows in the catalog what it made itself. It knows that somebody else
 * made something only where it is certain. For several threads.
 */
final class OwnTransactions {

    /** Who wrote a row. */
    enum Writer {
        /** This run. */
        OWN,
        /** Certainly not this run. */
        SOMEBODY_ELSE,
        /** Perhaps this run. */
        UNTOLD
    }

    private static final long LAST_BITS = (1L << 32) - 1;

    private long[] ids = new long[64];
    private final List<Maker> makers = new ArrayList<>();

    /** The last 32 bits of each id, and behind them its place among the ids; sorted. Null until it is asked for. */
    private long[] index;

    private final TransactionSet untold = new TransactionSet();
    private final boolean told;
    private long untoldFrom = Long.MAX_VALUE;
    private long latest;

    /** @param told whether transactions can tell what they were */
    OwnTransactions(boolean told) {
        this.told = told;
        if (!told) {
            lost(0);
        }
    }

    /** Whether they are to be asked. */
    boolean areTold() {
        return told;
    }

    /** A transaction is about to end. */
    synchronized void ended(TransactionEnd end, Maker maker) {
        add(end.id(), maker);
        end.subtransactions().forEach(id -> add(id, maker));
        unknown(end.unseen(), end.end());
    }

    private void add(long id, Maker maker) {
        if (makers.size() == ids.length) {
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        ids[makers.size()] = id;
        makers.add(maker);
        latest = Math.max(latest, id);
        index = null;
    }

    /** There were transactions of this run between these ids, the last excluded, of which nothing is known. */
    synchronized void unknown(long first, long end) {
        untold.addRange(first, end);
        latest = Math.max(latest, end);
    }

    /** A transaction that began after {@link #latest} said so may have been committed or not. */
    synchronized void lost(long latestBefore) {
        untoldFrom = Math.min(untoldFrom, latestBefore);
    }

    /** No id before it is given out any more; 0 while nothing is known. */
    synchronized long latest() {
        return latest;
    }

    /** Whose transaction that was, where it is known to be this run's. */
    synchronized Optional<Maker> maker(long xmin) {
        int at = place(xmin);
        return at < 0 ? Optional.empty() : Optional.of(makers.get(at));
    }

    /** Who wrote a row, of which only the last 32 bits of the transaction are known. */
    synchronized Writer writer(long xmin) {
        if (place(xmin) >= 0) {
            return Writer.OWN;
        }
        long id = latest - (int) (latest - xmin);
        return id >= untoldFrom || untold.contains(id) ? Writer.UNTOLD : Writer.SOMEBODY_ELSE;
    }

    private int place(long xmin) {
        if (index == null) {
            index = new long[makers.size()];
            for (int at = 0; at < index.length; at++) {
                index[at] = ids[at] << 32 | at;
            }
            Arrays.sort(index);
        }
        long low = xmin << 32;
        int found = Arrays.binarySearch(index, low);
        int at = found < 0 ? -found - 1 : found;
        return at < index.length && index[at] >> 32 == low >> 32 ? (int) (index[at] & LAST_BITS) : -1;
    }
}
