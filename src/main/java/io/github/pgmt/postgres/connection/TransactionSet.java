package io.github.pgmt.postgres.connection;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Ids of transactions, of which a run meets many that are close together. */
final class TransactionSet {

    private static final int BLOCK = 4096;

    private final Map<Long, BitSet> blocks = new HashMap<>();

    void add(long id) {
        addRange(id, id + 1);
    }

    /** From the first to before the end; nothing where the end is not behind the first. */
    void addRange(long first, long end) {
        if (first >= end) {
            return;
        }
        for (long block = Math.floorDiv(first, BLOCK); block * BLOCK < end; block++) {
            long start = block * BLOCK;
            blocks.computeIfAbsent(block, absent -> new BitSet())
                    .set((int) Math.max(0, first - start), (int) Math.min(BLOCK, end - start));
        }
    }

    boolean contains(long id) {
        BitSet block = blocks.get(Math.floorDiv(id, BLOCK));
        return block != null && block.get(Math.floorMod(id, BLOCK));
    }
}
