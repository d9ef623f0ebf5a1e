package io.github.pgmt.migration.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.InvalidChangelogException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engines are used again, by one at a time, and closed in the end. */
class EnginePoolTest {

    private final List<String> made = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private boolean sound = true;
    private Runnable closing = () -> {};
    private final EnginePool pool = new EnginePool(this::engine);

    @Test
    void anEngineThatIsGivenBackIsUsedAgain() {
        try (MigrationEngine first = pool.open()) {
            assertThat(first.loadHooks()).isTrue();
        }
        try (MigrationEngine again = pool.open();
                MigrationEngine atOnce = pool.open()) {
            assertThat(again.loadHooks()).isTrue();
            assertThat(atOnce.loadHooks()).isTrue();
        }

        assertThat(made).hasSize(2);
        assertThat(closed).isEmpty();
    }

    @Test
    void allAreClosedInTheEndThoseInUseWhenTheyComeBack() {
        MigrationEngine inUse = pool.open();
        inUse.loadHooks();
        MigrationEngine idle = pool.open();
        idle.loadHooks();
        idle.close();

        pool.close();
        assertThat(closed).containsExactly("engine 2");
        inUse.close();
        assertThat(closed).containsExactly("engine 2", "engine 1");
    }

    @Test
    void oneThatIsNotUsedIsNotMade() {
        pool.open().close();

        assertThat(made).isEmpty();
    }

    @Test
    void whatAnEngineThrowsComesThrough() {
        MigrationEngine engine = pool.open();

        assertThatThrownBy(() -> engine.read(null)).isInstanceOf(InvalidChangelogException.class);
    }

    @Test
    void anEngineThatIsNotSoundIsClosedAndWhoeverHasItGetsAnother() {
        MigrationEngine engine = pool.open();
        engine.loadHooks();
        sound = false;

        engine.loadHooks();
        assertThat(closed).containsExactly("engine 1");
        sound = true;
        engine.loadHooks();
        engine.close();

        assertThat(made).hasSize(2);
        pool.close();
        assertThat(closed).containsExactly("engine 1", "engine 2");
    }

    @Test
    void thatAnUnsoundEngineCannotBeClosedHidesNothingOfWhatItDid() {
        MigrationEngine engine = pool.open();
        sound = false;
        closing = () -> {
            throw new IllegalStateException("cannot be closed");
        };

        assertThat(engine.loadHooks()).isTrue();
        assertThatThrownBy(() -> engine.read(null))
                .isInstanceOf(InvalidChangelogException.class)
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("cannot be closed"));
        assertThat(made).hasSize(2);
    }

    private MigrationEngine engine() {
        String name = "engine " + (made.size() + 1);
        made.add(name);
        return (MigrationEngine) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MigrationEngine.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "close" -> {
                            closed.add(name);
                            closing.run();
                        }
                        case "loadHooks" -> {
                            return true;
                        }
                        case "isSound" -> {
                            return sound;
                        }
                        default -> throw new InvalidChangelogException("Broken.", null);
                    }
                    return null;
                });
    }
}
