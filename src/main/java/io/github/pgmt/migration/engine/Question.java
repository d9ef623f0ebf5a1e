package io.github.pgmt.migration.engine;

import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What decides in a tenant how a precondition comes out. Where two tenants have the same answer, Liquibase finds the same in
 * both; it may find the same as well where they have not.
 */
public sealed interface Question {

    /** The same with the tenant's name in it. */
    Question of(Tenant tenant);

    /** What of the catalog is looked at. */
    enum Kind {
        /** Tables, views, sequences and all else that has a name as they have. */
        RELATION,
        COLUMN,
        INDEX,
        PRIMARY_KEY,
        FOREIGN_KEY
    }

    /**
     * Rows of the catalog, all that a name may mean in any case of its letters.
     *
     * @param schema empty for the tenant's own
     * @param relation of this name, or in a relation of this name; empty for any
     * @param name of what is in the relation; empty for any
     */
    record Look(Kind kind, Optional<String> schema, Optional<String> relation, Optional<String> name)
            implements Question {

        private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$]+");

        public Look {
            Objects.requireNonNull(kind, "kind is null");
            if (!isPlain(schema) || !isPlain(relation) || !isPlain(name)) {
                throw new IllegalArgumentException("A name has signs in which it may mean more than itself.");
            }
        }

        private static boolean isPlain(Optional<String> name) {
            return name.stream().allMatch(Look::isPlain);
        }

        /** Whether it is known what a name of these signs may mean. */
        public static boolean isPlain(String name) {
            return PLAIN.matcher(name).matches();
        }

        @Override
        public Look of(Tenant tenant) {
            return this;
        }
    }

    /** The rows of the user's own query, or of one of Liquibase's. */
    record Query(SchemaText sql) implements Question {

        public Query {
            Objects.requireNonNull(sql, "sql is null");
        }

        /** One as it is sent to a tenant. */
        public static Query sent(String sql) {
            return new Query(new SchemaText(List.of(sql), List.of()));
        }

        @Override
        public Query of(Tenant tenant) {
            return sent(sql.inSql(tenant));
        }
    }
}
