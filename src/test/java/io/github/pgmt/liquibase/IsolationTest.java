package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What engines have in common, and what they must not: Liquibase's JVM-wide registries (liquibase#7956). */
class IsolationTest {

    @ParameterizedTest
    @EnumSource
    void twoEnginesShareNoClassOfLiquibaseButTheDriverAndThePorts(LiquibaseLine line) throws Exception {
        try (TestDatabase database = new TestDatabase();
                MigrationEngine one = engine(database, line);
                MigrationEngine other = engine(database, line)) {
            for (String isolated : new String[] {
                "liquibase.Scope",
                "liquibase.lockservice.LockServiceFactory",
                "org.apache.commons.lang3.StringUtils",
                LiquibaseEngine.class.getName()
            }) {
                assertThat(seenBy(one, isolated)).as(isolated).isNotSameAs(seenBy(other, isolated));
                assertThat(seenBy(one, isolated)).as(isolated).isNotSameAs(Class.forName(isolated));
            }
            for (String shared : new String[] {
                "org.postgresql.Driver", "io.github.pgmt.migration.engine.TenantSession", "io.github.pgmt.tenant.Tenant"
            }) {
                assertThat(seenBy(one, shared)).as(shared).isSameAs(seenBy(other, shared));
            }
        }
    }

    private static Class<?> seenBy(MigrationEngine engine, String name) throws ClassNotFoundException {
        return Class.forName(name, false, engine.getClass().getClassLoader());
    }

    private static MigrationEngine engine(TestDatabase database, LiquibaseLine line) {
        return new IsolatedEngines(Engines.of(database, line, "changelogs/shop/master.yaml")
                        .settings())
                .open();
    }
}
