package io.github.pgmt.migration.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutedReplaysTest {

    private static final Database PLAIN = new Database("plain", "jdbc:postgresql://one/app");
    private static final Database OTHER = new Database("other", "jdbc:postgresql://two/app");

    @Test
    void aServerThatTakesNoReplaysKeepsTheTenantsOfNoOtherFromThem() {
        RoutedReplays replays = new RoutedReplays(new Databases<>(
                Map.of(
                        new DatabasePlace(PLAIN, "one:5432", 18, 1), objecting(Optional.empty()),
                        new DatabasePlace(OTHER, "two:5432", 18, 1), objecting(Optional.of("is elsewhere"))),
                List.of()));

        assertThat(replays.objection(tenantOf(PLAIN))).isEmpty();
        assertThat(replays.objection(tenantOf(OTHER))).contains("is elsewhere");
    }

    private static Tenant tenantOf(Database database) {
        return new Tenant(database, "acme", "acme", Map.of());
    }

    private static TenantReplays objecting(Optional<String> reason) {
        return (TenantReplays) Proxy.newProxyInstance(
                TenantReplays.class.getClassLoader(),
                new Class<?>[] {TenantReplays.class},
                (proxy, method, arguments) -> reason);
    }
}
