package io.github.pgmt.migration.event;

import io.github.pgmt.tenant.OfTenant;
import java.util.List;
import java.util.stream.Stream;

/** Tells tenants from whole databases, which a file of tenants cannot name. */
final class ToRetry {

    private ToRetry() {}

    static List<String> tenants(Stream<? extends OfTenant> all) {
        return all.filter(one -> !one.id().isWholeDatabase())
                .map(OfTenant::displayName)
                .toList();
    }

    static List<String> databases(Stream<? extends OfTenant> all) {
        return all.filter(one -> one.id().isWholeDatabase())
                .map(OfTenant::displayName)
                .toList();
    }
}
