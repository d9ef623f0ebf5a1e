package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.fleet.ConnectionNeed;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.fleet.ServerConditions;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** What the run needs and may have in one database. */
    private record Room(ConnectionNeeds needs, List<ConnectionLimit> limits) {

        void require() {
            needs.lackForEver(limits).ifPresent(lack -> {
                throw new RunRefusedException(lack.text() + " Nothing was changed.");
            });
        }

        Optional<String> tightness() {
            return needs.lackNow(limits).map(ConnectionNeed.Lack::text);
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
    private static <T> Optional<T> unlessRefused(InDatabase part, Supplier<T> question) {
        try {
            return part.unlessLost(question);
        } catch (RunRefusedException e) {
            throw new RunRefusedException("Database " + part.database() + ": " + e.getMessage(), e);
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
        Map<DatabasePlace, Integer> atWork = new HashMap<>();
        parts.forEach(part -> atWork.put(place(part), threads(part)));
        List<Room> found = new ArrayList<>();
        for (InDatabase part : parts) {
            unlessRefused(part, () -> room(part, atWork)).ifPresent(found::add);
        }
        rooms = found;
    }

    /** The same of a single database, for tenants that there need not be yet. */
    public void requireRoom(int tenants) {
        if (dryRun || tenants == 0) {
            return;
        }
        Room room = new Room(
                new ConnectionNeeds(Math.min(context.options().threads(), tenants)),
                context.environment().conditions().connectionLimits());
        room.require();
        rooms = List.of(room);
    }

    private Room room(InDatabase part, Map<DatabasePlace, Integer> atWork) {
        ServerConditions conditions = part.context().environment().conditions();
        conditions.requireWritable();
        Room room = new Room(place(part).needs(atWork, context.options().threads()), conditions.connectionLimits());
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
                part.unlessLost(warnings).ifPresent(all -> all.forEach(part::warn));
            }
        }
    }
}
