package io.github.pgmt.tenant;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * An entry of a list of globs. Where databases are listed, one with a slash is two globs, of which the first is for a database's
 * name; one without is for the schema in every database.
 */
final class TenantGlob implements Predicate<TenantId> {

    private static final String ALL = "*";

    private final String text;
    private final Optional<Glob> database;
    private final Glob schema;

    TenantGlob(String text, DatabaseNames databases) {
        int slash = databases.areListed() ? text.indexOf('/') : -1;
        this.text = text;
        this.database = slash < 0 ? Optional.empty() : Optional.of(new Glob(text.substring(0, slash)));
        this.schema = new Glob(text.substring(slash + 1));
    }

    /** As it was given. */
    String text() {
        return text;
    }

    /** The only name that it means, if it is without wildcards. */
    Optional<TenantId> name() {
        if (database.isEmpty()) {
            return schema.name().map(TenantId::of);
        }
        return database.get().name().flatMap(home -> schema.name().map(name -> new TenantId(home, name)));
    }

    boolean isLiteral() {
        return name().isPresent();
    }

    @Override
    public boolean test(TenantId other) {
        return reaches(other.database()) && schema.test(other.schema());
    }

    /** Whether it may mean a schema of this database. */
    boolean reaches(String name) {
        return database.isEmpty() || database.get().test(name);
    }

    /** Whether it means all schemas of this database. */
    boolean isAllOf(String name) {
        return reaches(name) && schema.text().equals(ALL);
    }

    /** Whether it matches one of these, of which a name is looked up. */
    boolean matchesOneOf(TenantNames names) {
        return name().map(names::contains).orElseGet(() -> names.ids().stream().anyMatch(this));
    }
}
