package io.github.pgmt.postgres.replay;

import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.table.PlainShape;
import io.github.pgmt.postgres.table.ReplayGuard;
import io.github.pgmt.postgres.table.StillPlain;
import io.github.pgmt.postgres.table.TenantTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How the transactions of a tenant's replay make sure of the shape of Liquibase's tables, which they have locked: the first two
 * look at it, the others ask whether that still holds. All is to be sent under the session's own {@code search_path}.
 */
final class ShapeLooks {

    private static final String LOOK = "pgmt_shape";
    private static final String STILL = "pgmt_still";

    /** The server plans a statement so often for its parameters before it makes a plan for all (PostgreSQL, "PREPARE"). */
    private static final int PLANNED_FOR_PARAMETERS = 5;

    /** To prepare and plan the question takes the server as long as ten looks. */
    private static final int CHANGESETS_WORTH_A_QUESTION = 16;

    private final TenantTables tables;
    private final boolean asks;

    /** @param changeSets how many there are to be replayed */
    ShapeLooks(TenantTables tables, int changeSets) {
        this.tables = tables;
        this.asks = changeSets >= CHANGESETS_WORTH_A_QUESTION;
    }

    /**
     * Prepares the look for all tenants, in a transaction of its own. Its plan is made here, for catalogs that grow while tenants
     * are made: as long as they are small, the server would rather read all of them, and find that so cheap that it planned it
     * for each tenant. Two rows are found without a bitmap in less time.
     */
    static List<String> preparation() {
        List<String> texts = new ArrayList<>();
        texts.add("BEGIN");
        texts.add("SET LOCAL enable_seqscan TO off");
        texts.add("SET LOCAL enable_bitmapscan TO off");
        texts.add("PREPARE " + LOOK + "(pg_catalog.regclass, pg_catalog.regclass) AS "
                + ReplayGuard.SHAPE.query(PlainShape.areBoth("$1", "$2")));
        texts.addAll(Collections.nCopies(
                PLANNED_FOR_PARAMETERS + 1,
                "EXPLAIN EXECUTE " + LOOK + "('pg_catalog.pg_class', 'pg_catalog.pg_class')"));
        texts.add("COMMIT");
        return texts;
    }

    /** Of a transaction that stands alone, or is the first. */
    String look() {
        return "EXECUTE " + LOOK + "(" + Identifiers.literal(tables.history()) + ", "
                + Identifiers.literal(tables.lock()) + ")";
    }

    /** Of a transaction after that. */
    List<String> after(boolean first) {
        if (!asks) {
            return List.of(look());
        }
        if (!first) {
            return List.of("EXECUTE " + STILL);
        }
        List<String> texts = new ArrayList<>(StillPlain.preparing(STILL, tables));
        texts.add(look());
        return texts;
    }

    /** What the first of those prepares. */
    Optional<String> prepared() {
        return asks ? Optional.of(STILL) : Optional.empty();
    }
}
