package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.changelog.CreatedExtension;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.Question;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.engine.TenantTrial;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens sessions on tenants of several databases. */
public final class RoutedSessions implements TenantSessions {

    private final ByDatabase<TenantSessions> sessions;

    public RoutedSessions(Databases<TenantSessions> sessions) {
        this.sessions = ByDatabase.of(sessions);
    }

    @Override
    public TenantSession open(Tenant tenant) {
        return sessions.of(tenant).open(tenant);
    }

    @Override
    public TenantSession openNew(Tenant tenant, NewSchema newSchema) {
        return sessions.of(tenant).openNew(tenant, newSchema);
    }

    @Override
    public TenantTrial openTrial(Tenant tenant) {
        return sessions.of(tenant).openTrial(tenant);
    }

    @Override
    public String keywords() {
        return sessions.askAll(TenantSessions::keywords).values().stream()
                .distinct()
                .collect(Collectors.joining(","));
    }

    @Override
    public String keywords(Tenant tenant) {
        return sessions.of(tenant).keywords();
    }

    @Override
    public List<Blocker> blockers(Tenant tenant) {
        return sessions.of(tenant).blockers(tenant);
    }

    /** This and what follows is said of a text by itself. */
    @Override
    public boolean controlsTransactions(String sql) {
        return sessions.any().controlsTransactions(sql);
    }

    @Override
    public Optional<String> endOfTransaction(String sql) {
        return sessions.any().endOfTransaction(sql);
    }

    @Override
    public Optional<String> objection(Question question) {
        return sessions.any().objection(question);
    }

    @Override
    public boolean runsCode(String sql) {
        return sessions.any().runsCode(sql);
    }

    @Override
    public List<CreatedExtension> createdExtensions(String sql) {
        return sessions.any().createdExtensions(sql);
    }

    @Override
    public void cancelAll() {
        sessions.askAll(each -> {
            each.cancelAll();
            return true;
        });
    }
}
