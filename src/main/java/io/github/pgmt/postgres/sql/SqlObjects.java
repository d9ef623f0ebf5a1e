package io.github.pgmt.postgres.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which objects a replayed statement may create, alter or drop: those of a schema, as what is in none is everybody's. */
final class SqlObjects {

    private static final Set<String> DDL = Set.of("create", "alter", "drop");

    private static final Set<String> OF_SCHEMAS = Set.of(
            "table",
            "index",
            "view",
            "sequence",
            "type",
            "domain",
            "function",
            "procedure",
            "routine",
            "aggregate",
            "operator",
            "trigger",
            "rule",
            "policy",
            "statistics",
            "collation",
            "text");

    /** Of a database or a server, or of the session. */
    private static final Set<String> OF_OTHERS = Set.of(
            "access",
            "conversion",
            "data",
            "database",
            "default",
            "event",
            "extension",
            "global",
            "group",
            "language",
            "large",
            "local",
            "owned",
            "procedural",
            "publication",
            "role",
            "schema",
            "server",
            "subscription",
            "system",
            "tablespace",
            "temp",
            "temporary",
            "transform",
            "trusted",
            "user");

    private static final Set<String> BEFORE_KIND =
            Set.of("or", "replace", "unique", "unlogged", "recursive", "materialized", "foreign", "constraint");

    private SqlObjects() {}

    static boolean areOf(SqlToken first) {
        return first.isWordOf(DDL);
    }

    /** The word that says what is created, altered or dropped; empty where none does. */
    static String kind(List<SqlToken> statement) {
        return statement.stream()
                .skip(1)
                .filter(token -> !token.isWordOf(BEFORE_KIND))
                .findFirst()
                .filter(token -> token.is(SqlToken.Kind.WORD))
                .map(SqlToken::text)
                .orElse("");
    }

    /**
     * Why these must not be created, altered or dropped, as the end of a sentence that begins with the statement.
     *
     * @param statement from its first word on; further ones may follow
     */
    static Optional<String> objection(List<SqlToken> statement) {
        boolean isHarmless = OF_SCHEMAS.contains(kind(statement))
                || isCast(statement)
                || isExtensionUnlessThere(statement)
                || isDefaultPrivilegeOfTenant(statement);
        return isHarmless ? Optional.empty() : Optional.of(why(kind(statement)));
    }

    private static String why(String kind) {
        return switch (kind) {
            case "temp", "temporary", "local", "global" -> "makes something temporary";
            case "default" -> "is about more than what the role makes in the tenant's schema";
            default -> "is about more than the objects in a tenant's schema";
        };
    }

    /** Whether the kind is known to be no schema's, or is not told. A sentence may well begin with one of the verbs. */
    static boolean mayBeOfOthers(List<SqlToken> statement) {
        String kind = kind(statement);
        return kind.isEmpty() || OF_OTHERS.contains(kind) || kind.equals(LooseText.PLACEHOLDER);
    }

    /**
     * A cast is known by its two types. With one of the tenant's own it is the tenant's, and goes with that. Between types that
     * all tenants share there is one for all of them: the second tenant's is refused by the server, by either way.
     */
    private static boolean isCast(List<SqlToken> statement) {
        return !statement.get(0).isWord("alter") && kind(statement).equals("cast");
    }

    /** It does nothing after the pilot, through which the database has the extension. */
    private static boolean isExtensionUnlessThere(List<SqlToken> statement) {
        return SqlWords.areAt(statement, 0, "create", "extension", "if", "not", "exists")
                && SqlWords.after(statement, 4).isName();
    }

    /**
     * What it says holds for objects that the role makes in the tenant's schema from then on, and is kept with the schema. For
     * a name that is put in while it runs, the server does the same by either way.
     */
    private static boolean isDefaultPrivilegeOfTenant(List<SqlToken> statement) {
        boolean isInSchema = SqlWords.areAt(statement, 0, "alter", "default", "privileges", "in", "schema");
        SqlToken end = SqlWords.after(statement, 5);
        return isInSchema
                && statement.size() > 5
                && statement.get(5).isName()
                && Set.of(ReplayableSql.SCHEMA, LooseText.PLACEHOLDER)
                        .contains(statement.get(5).text())
                && (end.isWord("grant") || end.isWord("revoke"));
    }
}
