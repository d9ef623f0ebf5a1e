package io.github.pgmt.postgres.condition;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.connection.Identifiers;
import java.util.Optional;

/**
 * Whether transactions can write: not on a hot standby, and not where they are read-only unless told otherwise.
 *
 * @param check what the doctor calls it where they cannot
 * @param what is the matter, as a sentence
 * @param remedy what to do, as sentences
 */
public record Writability(String check, String what, String remedy) {

    /**
     * Why they cannot; empty where they can.
     *
     * @param place how the user gave the URL, within a sentence
     */
    public static Optional<Writability> objection(ServerFacts facts, String place) {
        return facts.isStandby()
                ? Optional.of(standby(place))
                : facts.readOnlyBy().map(source -> readOnly(source, facts, place));
    }

    /** @throws RunRefusedException when they cannot, with why */
    static void require(ServerFacts facts, String place) {
        objection(facts, place).ifPresent(objection -> {
            throw new RunRefusedException(objection.what() + " " + objection.remedy() + " Nothing was changed.");
        });
    }

    private static Writability standby(String place) {
        return new Writability(
                "standby",
                "The server is a hot standby, which nobody can write to (pg_is_in_recovery() is true).",
                "Connect to the primary; where " + place + " names several hosts, add targetServerType=primary to it. "
                        + "status and list-tenants work on a standby.");
    }

    /**
     * @param source where the value comes from, in the words of {@code pg_settings}
     */
    private static Writability readOnly(String source, ServerFacts facts, String place) {
        String role = facts.login();
        String database = facts.database();
        String ofRole = "ALTER ROLE " + Identifiers.quote(role);
        String ofDatabase = "ALTER DATABASE " + Identifiers.quote(database);
        return switch (source) {
            case "user" -> readOnly("for the role \"" + role + "\"", ofRole + set(), place);
            case "database" -> readOnly("for the database \"" + database + "\"", ofDatabase + set(), place);
            case "database user" ->
                readOnly(
                        "for the role \"" + role + "\" in the database \"" + database + "\"",
                        ofRole + " IN DATABASE " + Identifiers.quote(database) + set(),
                        place);
            case "client" ->
                new Writability(
                        "read-only",
                        "default_transaction_read_only is on in " + place + ", so the run could change nothing.",
                        "Take that out of the URL.");
            default ->
                readOnly(
                        "for the whole server (some providers do so when its disk is full)",
                        "ALTER SYSTEM" + set() + " SELECT pg_reload_conf();",
                        place);
        };
    }

    private static String set() {
        return " SET default_transaction_read_only = off;";
    }

    private static Writability readOnly(String where, String remedy, String place) {
        return new Writability(
                "read-only",
                "default_transaction_read_only is on " + where + ", so the run could change nothing.",
                "If that is not meant for the role that migrates: SET default_transaction_read_only = off; " + remedy
                        + " (the first statement lets the session itself write). For this run alone, add "
                        + "options=-c%20default_transaction_read_only=off to " + place + ". "
                        + "status and list-tenants work as it is.");
    }
}
