package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.fleet.LiquibasesPart;
import io.github.pgmt.postgres.catalog.CatalogContents.Entry;
import io.github.pgmt.postgres.connection.OwnTransactions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What in the catalog may be the work of changesets that Liquibase ran between replays. A row of the catalog has the
 * transaction that wrote it last, and so the changeset. A later replay may have written it again, and of what was dropped
 * there is no row; so whatever was there when Liquibase's changeset ran and was written after it, or is missing somewhere, may
 * be its work.
 */
final class LiquibasesShare {

    private static final int BEFORE_ALL = -2;
    private static final int FILES_BEFORE = -1;

    private final OwnTransactions transactions;
    private final List<ChangeSetId> due;
    private final boolean hooked;
    private final int[] places;

    LiquibasesShare(LiquibasesPart part, OwnTransactions transactions) {
        this.transactions = transactions;
        this.due = part.due();
        this.hooked = part.hooked();
        IntStream changing =
                IntStream.range(0, due.size()).filter(place -> part.changing().contains(due.get(place)));
        IntStream files = hooked ? IntStream.of(FILES_BEFORE, due.size()) : IntStream.empty();
        this.places = IntStream.concat(changing, files).toArray();
    }

    /** Whether Liquibase's changesets may have written it. */
    boolean mayHaveWritten(Entry entry) {
        if (places.length == 0) {
            return false;
        }
        int last = BEFORE_ALL;
        for (long writer : entry.writers()) {
            OptionalInt place = place(writer);
            if (place.isEmpty() || isLiquibases(place.getAsInt())) {
                return true;
            }
            last = Math.max(last, place.getAsInt());
        }
        int made = made(entry);
        int latest = last;
        return IntStream.of(places).anyMatch(place -> made < place && place < latest);
    }

    /** Whether they may have removed what is there in another schema, as this is its pilot's or it is this one's. */
    boolean mayHaveRemoved(Entry elsewhere) {
        int made = made(elsewhere);
        return IntStream.of(places).anyMatch(place -> made < place);
    }

    private boolean isLiquibases(int place) {
        return IntStream.of(places).anyMatch(one -> one == place);
    }

    /** Not later than it was made. */
    private int made(Entry entry) {
        return entry.maker().isEmpty()
                ? BEFORE_ALL
                : place(entry.maker().getAsLong()).orElse(BEFORE_ALL);
    }

    /** One without a changeset may be of a file that runs before or after them. */
    private OptionalInt ofOwn(Optional<ChangeSetId> changeSet) {
        return changeSet.isEmpty() && hooked
                ? OptionalInt.empty()
                : OptionalInt.of(
                        changeSet.map(due::indexOf).filter(place -> place >= 0).orElse(BEFORE_ALL));
    }

    /** Of the changeset that a transaction was; empty where it cannot be told. */
    private OptionalInt place(long writer) {
        return switch (transactions.writer(writer)) {
            case SOMEBODY_ELSE -> OptionalInt.of(BEFORE_ALL);
            case UNTOLD -> OptionalInt.empty();
            case OWN -> ofOwn(transactions.maker(writer).flatMap(maker -> maker.changeSet()));
        };
    }
}
