package io.github.pgmt.postgres.address;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGProperty;

/**
 * What the URL's parameters mean for a run: pgjdbc's own ones that keep pgmt from what it promises are refused, those that
 * pgmt sets itself are told, and so are those that nobody knows.
 */
final class UrlParameters {

    private static final String NOTHING = " Nothing was changed.";

    private static final Set<String> STANDBYS = Set.of("secondary", "slave", "preferSecondary", "preferSlave");
    private static final Set<String> PRIMARIES = Set.of("primary", "master");

    /** Classes of the user's that are handed all parameters. */
    private static final List<PGProperty> CLASSES = List.of(
            PGProperty.SOCKET_FACTORY,
            PGProperty.SSL_FACTORY,
            PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME,
            PGProperty.CONNECT_EXECUTOR,
            PGProperty.SSL_PASSWORD_CALLBACK,
            PGProperty.SSL_HOSTNAME_VERIFIER);

    private static final Pattern OPTION = Pattern.compile("(?:^|\\s)(?:-c\\s*|--)([A-Za-z_][A-Za-z0-9_.-]*)\\s*=");

    private static final Set<String> OWN_OPTIONS = Set.of(
            "application_name",
            "client_connection_check_interval",
            "default_transaction_isolation",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "search_path",
            "transaction_timeout");

    private final UrlName name;
    private final Properties parsed;

    UrlParameters(UrlName name, Properties parsed) {
        this.name = name;
        this.parsed = parsed;
    }

    /** @throws RunRefusedException when no goal can work with them */
    void requireUsable() {
        given(PGProperty.REPLICATION).ifPresent(value -> {
            throw new RunRefusedException(
                    name.atFirst() + " has replication=" + value + ", with which the server takes no "
                            + "statements but those of replication. Take it out of the URL." + NOTHING);
        });
    }

    /** @throws RunRefusedException when nothing could be changed with them, or not on one server */
    void requireForChanges() {
        if (Boolean.parseBoolean(given(PGProperty.READ_ONLY).orElse(""))
                && !given(PGProperty.READ_ONLY_MODE).orElse("").equals("ignore")) {
            throw new RunRefusedException(
                    name.atFirst() + " has readOnly=true, so the run could change nothing. Take that out of "
                            + "the URL; status, list-tenants and a dry run work with it." + NOTHING);
        }
        String target = given(PGProperty.TARGET_SERVER_TYPE).orElse("any");
        if (STANDBYS.contains(target)) {
            throw new RunRefusedException(
                    name.atFirst() + " has targetServerType=" + target + ", which looks for a standby, that "
                            + "nobody can write to. Say targetServerType=primary; status, list-tenants and a dry run work on a "
                            + "standby." + NOTHING);
        }
        if (Boolean.parseBoolean(given(PGProperty.LOAD_BALANCE_HOSTS).orElse(""))
                && given(PGProperty.PG_HOST).orElse("").contains(",")
                && !PRIMARIES.contains(target)) {
            throw new RunRefusedException(
                    name.atFirst() + " has several hosts and loadBalanceHosts=true, so that each of the "
                            + "run's connections could be to another server. Add targetServerType=primary, or take "
                            + "loadBalanceHosts out." + NOTHING);
        }
    }

    /** What is asked for and not done, as sentences. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        ignored(PGProperty.APPLICATION_NAME, "sessions are named pgmt/<run id>/…, by which runs know one another")
                .ifPresent(warnings::add);
        ignored(
                        PGProperty.CURRENT_SCHEMA,
                        "a tenant's search_path is its schema and then -Dpgmt.sharedSchemas. It counts for "
                                + "-Dpgmt.tenantQuery alone")
                .ifPresent(warnings::add);
        given(PGProperty.AUTOSAVE)
                .filter(mode -> !mode.equals("never"))
                .flatMap(mode -> ignored(
                        PGProperty.AUTOSAVE, "a changeset is one transaction, which an error ends, without savepoints"))
                .ifPresent(warnings::add);
        options().forEach(warnings::add);
        unknown().ifPresent(warnings::add);
        return warnings;
    }

    private Optional<String> ignored(PGProperty property, String why) {
        return given(property)
                .map(value -> property.getName() + " in " + name.within() + " is not used: " + why
                        + ". Leave it out of the URL.");
    }

    private List<String> options() {
        Matcher options = OPTION.matcher(given(PGProperty.OPTIONS).orElse(""));
        return options.results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT).replace('-', '_'))
                .distinct()
                .flatMap(option -> instead(option).stream()
                        .map(instead -> option + " among the options in " + name.within() + " is not used: " + instead))
                .toList();
    }

    private static Optional<String> instead(String option) {
        return switch (option) {
            case "lock_timeout" -> Optional.of("-Dpgmt.lockTimeout says how long a statement waits for a lock.");
            case "statement_timeout" -> Optional.of("-Dpgmt.statementTimeout says how long a statement may take.");
            default -> Optional.of("pgmt sets it itself.").filter(own -> OWN_OPTIONS.contains(option));
        };
    }

    /** pgjdbc passes over what it does not know, so a slip of the pen would leave TLS out without a word. */
    private Optional<String> unknown() {
        if (CLASSES.stream().anyMatch(name -> given(name).isPresent())) {
            return Optional.empty();
        }
        Set<String> names = parsed.stringPropertyNames().stream()
                .filter(parameter -> PGProperty.forName(parameter) == null)
                .collect(Collectors.toCollection(TreeSet::new));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("PostgreSQL's JDBC driver knows no parameter "
                        + names.stream().map(UrlParameters::withNearest).collect(Collectors.joining(", "))
                        + " of " + name.within() + ", and passes it over. Names count with upper and lower case.");
    }

    private static String withNearest(String parameter) {
        return parameter
                + Stream.of(PGProperty.values())
                        .map(PGProperty::getName)
                        .filter(known -> known.equalsIgnoreCase(parameter))
                        .findFirst()
                        .map(known -> " (did you mean " + known + "?)")
                        .orElse("");
    }

    private Optional<String> given(PGProperty property) {
        return Optional.ofNullable(property.getOrNull(parsed)).filter(value -> !value.isBlank());
    }
}
