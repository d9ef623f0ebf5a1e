package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.fleet.ConnectionNeed;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.condition.ServerFacts;
import io.github.pgmt.postgres.condition.Writability;
import io.github.pgmt.postgres.connection.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to be said of a server and a role of which this is known. */
final class ServerFindings {

    private static final int OLDEST_VERSION = 14;
    private static final int NEWEST_VERSION = 18;

    private final ServerFacts facts;
    private final String place;
    private final List<Finding> findings = new ArrayList<>();

    private ServerFindings(ServerFacts facts, String place) {
        this.facts = facts;
        this.place = place;
    }

    /**
     * @param place how the user gave the URL, within a sentence
     * @param needs the connections that a migration may need
     */
    static List<Finding> of(ServerFacts facts, String place, ConnectionNeeds needs) {
        ServerFindings server = new ServerFindings(facts, place);
        server.version();
        server.writing();
        server.connections(needs);
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
        Writability.objection(facts, place)
                .ifPresent(objection -> add(Severity.ERROR, objection.check(), objection.what(), objection.remedy()));
    }

    private void connections(ConnectionNeeds needs) {
        Optional<ConnectionNeed.Lack> lasting = needs.lackForEver(facts.limits());
        lasting.or(() -> needs.lackNow(facts.limits()))
                .ifPresent(lack -> add(
                        lasting.isPresent() ? Severity.ERROR : Severity.WARNING,
                        "connections",
                        lack.what(),
                        lack.remedy() + " pg_stat_activity shows who has connections now."));
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
