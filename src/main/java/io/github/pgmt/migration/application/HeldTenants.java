package io.github.pgmt.migration.application;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Keeps tenants to the plan until each has had its turn: an engine finds out, under the tenant's lock, whether it is as it was when
 * it was compared with the plan. One that somebody else has moved meanwhile is compared anew, as it may fit the plan still. For
 * several threads.
 */
public final class HeldTenants {

    /** Somebody who moves a tenant again and again does not get this run to follow for good. */
    private static final int COMPARED_AGAIN = 3;

    /** Compares a tenant anew that has moved. */
    interface Comparing {

        /** By this engine, which has no session then. Empty where it stays at what the engine has said. */
        Optional<Compared> again(MigrationEngine engine, Tenant tenant);
    }

    /**
     * What came of it.
     *
     * @param held what may be done in the tenant now; empty where nothing
     * @param failure why nothing may be done; empty as well where it has all of the plan
     */
    record Compared(Optional<HeldTo> held, Optional<Failure> failure) {

        Compared {
            Objects.requireNonNull(held, "held is null");
            Objects.requireNonNull(failure, "failure is null");
        }

        static Compared fitting(HeldTo held) {
            return new Compared(Optional.of(held), Optional.empty());
        }

        static Compared done() {
            return new Compared(Optional.empty(), Optional.empty());
        }

        static Compared failed(Failure failure) {
            return new Compared(Optional.empty(), Optional.of(failure));
        }
    }

    private final Map<Tenant, HeldTo> held;
    private final Comparing comparing;

    /** @param held what was found in each tenant that may be worked on, and in the shared schemas */
    HeldTenants(Map<Tenant, HeldTo> held, Comparing comparing) {
        this.held = new ConcurrentHashMap<>(held);
        this.comparing = comparing;
    }

    /** What is made of a step where tenants are held to a plan, and where they are not. */
    static UnaryOperator<TenantStep> keeping(Optional<HeldTenants> held) {
        return held.<UnaryOperator<TenantStep>>map(tenants -> tenants::keeping).orElse(UnaryOperator.identity());
    }

    /** The step, which does nothing in a tenant but what was planned for it. */
    private TenantStep keeping(TenantStep step) {
        return new Keeping(step);
    }

    /** What was found in a tenant, or in a shared schema, and may be done there. */
    Optional<HeldTo> of(Tenant tenant) {
        return Optional.ofNullable(held.get(tenant));
    }

    private MigrationEngine keeping(MigrationEngine engine, Tenant tenant) {
        return (MigrationEngine) Proxy.newProxyInstance(
                MigrationEngine.class.getClassLoader(),
                new Class<?>[] {MigrationEngine.class},
                (proxy, method, arguments) -> new Call(engine, tenant, method, arguments).make());
    }

    /** Something that an engine is asked for a tenant. */
    private final class Call {

        private final MigrationEngine engine;
        private final Tenant tenant;
        private final Method method;
        private final Object[] arguments;

        Call(MigrationEngine engine, Tenant tenant, Method method, Object[] arguments) {
            this.engine = engine;
            this.tenant = tenant;
            this.method = method;
            this.arguments = arguments;
        }

        Object make() throws Throwable {
            Object result = ask();
            for (int again = 0; again < COMPARED_AGAIN && isStale(result); again++) {
                Optional<Compared> now = comparing.again(engine, tenant);
                if (now.flatMap(Compared::held).isEmpty()) {
                    return now.isEmpty() ? result : settled(now.get(), result);
                }
                held.put(tenant, now.get().held().get());
                result = ask();
            }
            return result;
        }

        /** An engine may be another one than the last time, where that became unsound: it is told each time. */
        private Object ask() throws Throwable {
            engine.hold(tenant, held.get(tenant));
            try {
                return method.invoke(engine, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private Object settled(Compared now, Object result) {
            if (result instanceof EngineResult) {
                return now.failure().map(EngineResult::failed).orElseGet(EngineResult::nothing);
            }
            return now.failure().isPresent() ? now.failure() : result;
        }

        private static boolean isStale(Object result) {
            Optional<?> failure = result instanceof EngineResult ofEngine
                    ? ofEngine.failure()
                    : result instanceof Optional<?> optional ? optional : Optional.empty();
            return failure.filter(why -> why instanceof Failure found && found.kind() == Failure.Kind.STALE)
                    .isPresent();
        }
    }

    private final class Keeping implements TenantStep {

        private final TenantStep step;

        Keeping(TenantStep step) {
            this.step = step;
        }

        @Override
        public EngineResult run(MigrationEngine engine, Tenant tenant) {
            return step.run(keeping(engine, tenant), tenant);
        }

        @Override
        public boolean admits(Tenant tenant) {
            return step.admits(tenant);
        }

        @Override
        public List<GivenUp> givenUp(Set<Tenant> atWork, Set<Tenant> begun) {
            return step.givenUp(atWork, begun);
        }

        @Override
        public boolean isRepeatable() {
            return step.isRepeatable();
        }

        @Override
        public EngineResult unlessGone(GoneTenants gone, Tenant tenant, EngineResult result) {
            return step.unlessGone(gone, tenant, result);
        }

        @Override
        public void ended(Tenant tenant, EngineResult result) {
            step.ended(tenant, result);
        }

        @Override
        public Outcome outcome(Tenant tenant, EngineResult result) {
            return step.outcome(tenant, result);
        }

        @Override
        public TenantResult leave(Attempt unconfirmed) {
            return step.leave(unconfirmed);
        }
    }
}
