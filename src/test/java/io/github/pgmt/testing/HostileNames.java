package io.github.pgmt.testing;

import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.tenant.SchemaName;
import java.util.List;

/** Schema names that PostgreSQL allows and that break SQL which is pasted together. */
public final class HostileNames {

    public static final List<String> ALL = List.of(
            "Tenant_A",
            "acme-corp",
            "123abc",
            "a b",
            "select",
            "it's",
            "say \"hello\"",
            "x\"; DROP SCHEMA public CASCADE; --",
            "100%",
            "%s",
            "$1",
            "$$",
            "what?",
            "{fn now()}",
            ":namespaces",
            "back\\slash",
            "/* comment",
            "a,b",
            "{a,b}",
            "NULL",
            "größe_東京",
            "line\nbreak",
            "é".repeat(31) + "x");

    /** Those of them that a tenant's schema can have. */
    public static final List<String> OF_TENANTS =
            ALL.stream().filter(name -> SchemaName.objection(name).isEmpty()).toList();

    private HostileNames() {}

    public static void create(TestDatabase database) {
        for (String name : ALL) {
            database.execute("CREATE SCHEMA " + Identifiers.quote(name));
        }
    }
}
