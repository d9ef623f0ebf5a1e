package io.github.pgmt.maven.console;

import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The tenants that are worked on just now. */
final class RunningTenants {

    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private final Map<TenantId, Long> begun = new LinkedHashMap<>();

    /** @param nanoTime {@link System#nanoTime} */
    RunningTenants(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void begin(TenantId tenant) {
        begun.put(tenant, nanoTime.getAsLong());
    }

    /** It is done, or goes on later. */
    void end(TenantId tenant) {
        begun.remove(tenant);
    }

    /** {@code , slowest at work: acme for 12 s}; empty where none is worked on for a second. */
    String slowest(OutgoingText shown) {
        long now = nanoTime.getAsLong();
        Optional<Map.Entry<TenantId, Long>> first = begun.entrySet().stream().findFirst();
        return first.filter(oldest -> now - oldest.getValue() >= WORTH_TELLING.toNanos())
                .map(oldest ->
                        ", slowest at work: " + shown.name(oldest.getKey().displayName()) + " for "
                                + Durations.exact(Duration.ofNanos(now - oldest.getValue())))
                .orElse("");
    }
}
