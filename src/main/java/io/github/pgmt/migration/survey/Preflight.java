package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a run looks for before it changes anything: what would make many tenants fail one after the other is said once, and
 * before the first. A dry run changes nothing, so it may go on anywhere.
 */
public final class Preflight {

    private final RunContext context;
    private final boolean dryRun;
    private List<Room> rooms = List.of();

    private Preflight(RunContext context, boolean dryRun) {
        this.context = context;
        this.dryRun = dryRun;
    }

    /**
     * What the run needs and may have in one database.
     *
     * @param ofServer what it needs of the database's server, for all that it works on there
     * @param own what it needs in the database itself
     */
    private record Room(ConnectionNeed ofServer, ConnectionNeed own, List<ConnectionLimit> limits) {

        void require() {
            ofServer.requireRoom(limits(false));
            own.requireRoom(limits(true));
        }

        Optional<String> tightness() {
            return ofServer.tightness(limits(false)).or(() -> own.tightness(limits(true)));
        }

        private List<ConnectionLimit> limits(boolean ofDatabase) {
            return limits.stream()
                    .filter(limit -> limit.ofDatabase() == ofDatabase)
                    .toList();
        }
    }

    /**
     * To be called before anything else that a run does. Of several databases none is looked at yet: the run may have nothing to do
     * in some.
     *
     * @throws RunRefusedException when the run could change nothing in the only database
     */
    public static Preflight begin(RunContext context, boolean dryRun) {
        if (!dryRun && context.isInOneDatabase()) {
            context.environment().conditions().requireWritable();
        }
        return new Preflight(context, dryRun);
    }

    /** An answer of one of several databases; empty where it is lost. */
    private static <T> Optional<T> unlessLost(Database database, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (RunRefusedException e) {
            throw new RunRefusedException("Database " + database + ": " + e.getMessage(), e);
        } catch (DatabaseUnavailableException e) {
            return Optional.empty();
        }
    }

    /**
     * To be called before the first change. A database that is lost by then has no other refused: its tenants will say so.
     *
     * @param tenants those that the run may open
     * @throws RunRefusedException when the run could change nothing in a database of theirs, or when there can never be as many
     *     connections as they need
     */
    public void requireRoom(Collection<Tenant> tenants) {
        if (dryRun || tenants.isEmpty()) {
            return;
        }
        if (context.isInOneDatabase()) {
            requireRoom(tenants.size());
            return;
        }
        List<InDatabase> parts = context.byDatabase(tenants);
        List<Room> found = new ArrayList<>();
        for (InDatabase part : parts) {
            unlessLost(part.database(), () -> room(part, parts)).ifPresent(found::add);
        }
        rooms = found;
    }

    /** The same of a single database, for tenants that there need not be yet. */
    public void requireRoom(int tenants) {
        if (dryRun || tenants == 0) {
            return;
        }
        ConnectionNeed need = new ConnectionNeed(Math.min(context.options().threads(), tenants));
        Room room = new Room(need, need, context.environment().conditions().connectionLimits());
        room.require();
        rooms = List.of(room);
    }

    private Room room(InDatabase part, List<InDatabase> all) {
        part.context().environment().conditions().requireWritable();
        List<InDatabase> beside = all.stream()
                .filter(other -> place(other).server().equals(place(part).server()))
                .toList();
        int together = beside.stream().mapToInt(this::threads).sum();
        Room room = new Room(
                new ConnectionNeed(Math.min(context.options().threads(), together), beside.size()),
                new ConnectionNeed(threads(part)),
                part.context().environment().conditions().connectionLimits());
        room.require();
        return room;
    }

    private int threads(InDatabase part) {
        int most = Math.min(place(part).threads(), part.tenants().size());
        return Math.min(context.options().threads(), most);
    }

    private static DatabasePlace place(InDatabase part) {
        return part.context().environment().databases().place();
    }

    /** Tells what may make tenants fail or wait. To be called when it is known which are opened, and none has been. */
    public void warn(Collection<Tenant> tenants) {
        if (dryRun || tenants.isEmpty()) {
            return;
        }
        rooms.stream().flatMap(room -> room.tightness().stream()).distinct().forEach(context.listener()::warned);
        for (InDatabase part : context.byDatabase(tenants)) {
            Supplier<List<String>> warnings =
                    () -> part.context().environment().conditions().warnings(part.tenants());
            if (context.isInOneDatabase()) {
                warnings.get().forEach(context.listener()::warned);
            } else {
                unlessLost(part.database(), warnings)
                        .ifPresent(all ->
                                all.forEach(warning -> context.listener().warned(part.database() + ": " + warning)));
            }
        }
    }
}
