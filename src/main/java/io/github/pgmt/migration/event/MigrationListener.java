package io.github.pgmt.migration.event;

import io.github.pgmt.migration.TenantResult;
import java.util.List;
import java.util.function.Consumer;

/** Hears what happens while a run goes on. Which events come, and when, {@link RunEvent} says. */
@FunctionalInterface
public interface MigrationListener {

    /** Hears nothing. */
    MigrationListener NONE = event -> {};

    /** Called by the thread in which it happens, perhaps by several at once; {@link #oneAtATime} sees to that. */
    void hear(RunEvent event);

    /** For whoever tells it. */
    default void warned(String message) {
        hear(new RunEvent.Warned(message));
    }

    /** For whoever tells it: of each of these. */
    default void finished(List<TenantResult> tenants) {
        tenants.stream().map(RunEvent.TenantFinished::new).forEach(this::hear);
    }

    /** For whoever tells it. */
    default void debugged(String message) {
        hear(new RunEvent.Debugged(message));
    }

    /** One that hears only events of one kind. */
    static <E extends RunEvent> MigrationListener of(Class<E> kind, Consumer<? super E> deed) {
        return event -> {
            if (kind.isInstance(event)) {
                deed.accept(kind.cast(event));
            }
        };
    }

    /** Tells the listener one event at a time, and ignores what it throws, since a console must not fail a tenant. */
    static MigrationListener oneAtATime(MigrationListener listener) {
        return new SerialListener(listener);
    }
}
