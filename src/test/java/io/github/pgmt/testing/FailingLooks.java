package io.github.pgmt.testing;

import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A database of which some looks at the fleet fail, as when it is lost between two statements. All others are the real one's. */
public final class FailingLooks {

    /** Whether a look fails; asked once for each. */
    public interface Choice {

        boolean fails(String method, Object[] arguments);
    }

    private FailingLooks() {}

    /** The same run with these failures. */
    public static RunContext in(RunContext context, Choice choice, Throwable failure) {
        RunEnvironment real = context.environment();
        FleetDatabase failing = (FleetDatabase) Proxy.newProxyInstance(
                FleetDatabase.class.getClassLoader(),
                new Class<?>[] {FleetDatabase.class},
                (proxy, method, arguments) -> {
                    if (choice.fails(method.getName(), arguments)) {
                        throw failure;
                    }
                    try {
                        return method.invoke(real.fleet(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        RunEnvironment environment = new RunEnvironment(
                Databases.only(
                        real.database(), real.databases().sole().orElseThrow().reading(failing)),
                real.engines(),
                real.tables(),
                real.sharedSchemas(),
                real.shared(),
                real.localHost());
        return new RunContext(environment, context.options(), context.runId(), context.stop(), context.listener());
    }
}
