package io.github.pgmt.liquibase;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.Segment;
import io.github.pgmt.migration.engine.SegmentResult;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/** Liquibase's own update of one tenant, limited to a few changesets that follow each other. */
final class SegmentUpdate {

    private static final String MOVED = "meets a history that was not planned for";
    private static final String OTHERWISE = "left something else in the history than in the pilot's";
    private static final String LEFT = "left something in its session, which what follows would find";

    private final Tenant tenant;
    private final TenantSession session;
    private final ChangelogReader reader;
    private final SegmentChangelog changelog;
    private final TenantUpdate update;
    private final Segment.OfLiquibase segment;
    private final List<HistoryRow> before;
    private Optional<String> otherwise = Optional.empty();

    /** @param update makes each changeset a transaction, and has no hooks */
    SegmentUpdate(
            Tenant tenant,
            TenantSession session,
            ChangelogReader reader,
            SegmentChangelog changelog,
            TenantUpdate update,
            Segment.OfLiquibase segment,
            List<HistoryRow> before) {
        this.tenant = tenant;
        this.session = session;
        this.reader = reader;
        this.changelog = changelog;
        this.update = update;
        this.segment = segment;
        this.before = before;
    }

    SegmentResult run() {
        EngineResult result = update.run(this::tryUpdate);
        return new SegmentResult(result, otherwise);
    }

    private Optional<Failure> tryUpdate(TenantDatabase database) {
        try {
            otherwise = limitedUpdate(database);
            if (otherwise.isPresent()) {
                update.update(database, reader.parse(database, tenant));
            }
            return Optional.empty();
        } catch (Exception | Error e) {
            return Optional.of(update.failure(e));
        }
    }

    /** @return what is otherwise than in the pilot */
    private Optional<String> limitedUpdate(TenantDatabase database) throws Exception {
        if (!RecordedHistory.of(before).equals(RecordedHistory.of(database))) {
            return Optional.of(MOVED);
        }
        String sessionBefore = session.state();
        changelog.limitedTo(
                segment, before, update.done(), database, tenant, parsed -> update.updatePlanned(database, parsed));
        if (!RecordedHistory.of(segment.historyAfter(before)).equals(RecordedHistory.of(database))) {
            return Optional.of(OTHERWISE);
        }
        return sessionBefore.equals(session.state()) ? Optional.empty() : Optional.of(LEFT);
    }
}
