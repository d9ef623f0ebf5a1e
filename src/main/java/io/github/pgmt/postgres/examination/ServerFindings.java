package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.condition.ServerFacts;
import io.github.pgmt.postgres.connection.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** What is to be said of a server and a role of which this is known. */
final class ServerFindings {

    private static final int OLDEST_VERSION = 14;
    private static final int NEWEST_VERSION = 18;

    private final ServerFacts facts;
    private final List<Finding> findings = new ArrayList<>();

    private ServerFindings(ServerFacts facts) {
        this.facts = facts;
    }

    /** @param threads how many tenants a migration works on at once */
    static List<Finding> of(ServerFacts facts, int threads) {
        ServerFindings server = new ServerFindings(facts);
        server.version();
        server.writing();
        server.connections(threads);
        server.role();
        server.strings();
        return server.findings;
    }

    private void add(Severity severity, String check, String message, String advice) {
        findings.add(Finding.of(severity, check, message, advice));
    }

    private void version() {
        int major = facts.version() / 10_000;
        if (major < OLDEST_VERSION) {
            add(
                    Severity.ERROR,
                    "version",
                    "The server is PostgreSQL " + facts.versionName() + ", which pgmt does not support.",
                    "Use PostgreSQL " + OLDEST_VERSION + " to " + NEWEST_VERSION + ".");
        }
        if (major > NEWEST_VERSION) {
            add(
                    Severity.WARNING,
                    "version",
                    "The server is PostgreSQL " + facts.versionName() + ", with which this pgmt was not tested.",
                    "Look for a newer pgmt; try a migration on a copy first.");
        }
    }

    private void writing() {
        if (facts.isStandby()) {
            add(
                    Severity.ERROR,
                    "standby",
                    "The server is a hot standby, which nobody can write to.",
                    "Set -Dpgmt.url to the primary server; status, list-tenants and doctor work here, too.");
        } else if (facts.readsOnly()) {
            add(
                    Severity.ERROR,
                    "read-only",
                    "Transactions of the role \"" + facts.role()
                            + "\" are read-only: default_transaction_read_only is on.",
                    "If this role is to migrate: ALTER ROLE " + Identifiers.quote(facts.role())
                            + " SET default_transaction_read_only = off; the database or the server may have set it, too.");
        }
    }

    private void connections(int threads) {
        int needed = threads * 2 + 1;
        if (facts.freeConnections() < needed) {
            add(
                    Severity.ERROR,
                    "connections",
                    "There are " + Math.max(0, facts.freeConnections()) + " connections left for the role \""
                            + facts.role() + "\", and -Dpgmt.threads=" + threads + " needs " + needed + ".",
                    "Fewer -Dpgmt.threads, or raise what limits them: max_connections of the server, CONNECTION LIMIT of "
                            + "the role or the database. pg_stat_activity shows who has the others.");
        }
    }

    private void role() {
        if (facts.isSuperuser()) {
            add(
                    Severity.WARNING,
                    "superuser",
                    "The role \"" + facts.role()
                            + "\" is a superuser: nothing is forbidden to a changelog that goes astray.",
                    "Migrate as a role that owns the tenants' schemas and what is in them, and nothing else.");
        }
        if (!facts.canCreateSchemas()) {
            add(
                    Severity.INFO,
                    "create-schemas",
                    "The role \"" + facts.role() + "\" may not create schemas in the database \"" + facts.database()
                            + "\".",
                    "Only the goals that make tenants need it: GRANT CREATE ON DATABASE "
                            + Identifiers.quote(facts.database()) + " TO " + Identifiers.quote(facts.role()) + ";");
        }
    }

    private void strings() {
        if (!facts.standardStrings()) {
            add(
                    Severity.WARNING,
                    "standard-conforming-strings",
                    "standard_conforming_strings is off: a backslash in a text constant is an escape, so statements may mean "
                            + "something else than where they were written, and no tenant is replayed.",
                    "Set it on, for the role, the database or the server.");
        }
    }
}
