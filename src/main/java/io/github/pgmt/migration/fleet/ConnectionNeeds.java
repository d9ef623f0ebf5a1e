package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.fleet.ConnectionNeed.Lack;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run may need in one database, to be held against the limit that is for that database alone, and what it may need of the
 * database's server for all that it does there.
 */
public record ConnectionNeeds(ConnectionNeed ofServer, ConnectionNeed own) {

    public ConnectionNeeds {
        Objects.requireNonNull(ofServer, "ofServer is null");
        Objects.requireNonNull(own, "own is null");
    }

    /** Of a run that has one database on the server. */
    public ConnectionNeeds(int threads) {
        this(new ConnectionNeed(threads), new ConnectionNeed(threads));
    }

    /** The limit that is too low even with nobody else there: a run is refused. */
    public Optional<Lack> lackForEver(Collection<ConnectionLimit> limits) {
        return ofServer.lackForEver(only(limits, false)).or(() -> own.lackForEver(only(limits, true)));
    }

    /** The limit that is too low with those who are there now: a run goes on with a warning. */
    public Optional<Lack> lackNow(Collection<ConnectionLimit> limits) {
        return ofServer.lackNow(only(limits, false)).or(() -> own.lackNow(only(limits, true)));
    }

    private static List<ConnectionLimit> only(Collection<ConnectionLimit> limits, boolean ofDatabase) {
        return limits.stream().filter(limit -> limit.ofDatabase() == ofDatabase).toList();
    }
}
