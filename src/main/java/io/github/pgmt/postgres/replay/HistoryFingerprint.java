package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.history.HistoryRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * A history in one value, which the server works out of a tenant's rows in the same way: what is recorded, with what checksum
 * and how, and where the next row goes.
 *
 * @param digest SHA-256 of the rows, in hexadecimal digits
 * @param lastOrder the highest {@code ORDEREXECUTED}, 0 where there is no row
 * @param exact whether also each row's place, run and tag are in it
 */
record HistoryFingerprint(String digest, int lastOrder, boolean exact) {

    private static final String SEPARATOR = "\u001f";

    /** Of a migration: run, time and tags may differ between tenants that need the same. */
    static HistoryFingerprint of(List<HistoryRow> rows) {
        return of(rows, HistoryFingerprint::line, false);
    }

    /** Of a rollback: what it takes back depends on all but the time, with which something else would change too. */
    static HistoryFingerprint exactlyOf(List<HistoryRow> rows) {
        return of(rows, HistoryFingerprint::exactLine, true);
    }

    private static HistoryFingerprint of(List<HistoryRow> rows, Function<HistoryRow, String> line, boolean exact) {
        byte[][] lines = rows.stream()
                .map(line)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        // As the server sorts in the collation "C".
        Arrays.sort(lines, Arrays::compareUnsigned);
        MessageDigest digest = sha256();
        for (int index = 0; index < lines.length; index++) {
            if (index > 0) {
                digest.update((byte) '\n');
            }
            digest.update(lines[index]);
        }
        return new HistoryFingerprint(HexFormat.of().formatHex(digest.digest()), HistoryRow.lastOrder(rows), exact);
    }

    private static String exactLine(HistoryRow row) {
        return String.join(
                SEPARATOR,
                line(row),
                String.valueOf(row.order()),
                row.deploymentId().orElse(""),
                row.tag().orElse(""));
    }

    private static String line(HistoryRow row) {
        return String.join(
                SEPARATOR,
                row.changeSet().id(),
                row.changeSet().author(),
                row.changeSet().file(),
                row.checksum().orElse(""),
                row.execType());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** An SQL condition that holds when the rows of this table, quoted and qualified, have this fingerprint. */
    String condition(String table) {
        return "(SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(coalesce(pg_catalog.string_agg("
                + "line, E'\\n' ORDER BY line COLLATE pg_catalog.\"C\"), ''), 'UTF8')), 'hex') OPERATOR(pg_catalog.=) '"
                + digest + "'::pg_catalog.text AND coalesce(pg_catalog.max(orderexecuted)::pg_catalog.int8, 0) "
                + "OPERATOR(pg_catalog.=) " + lastOrder + "::pg_catalog.int8"
                + " FROM (SELECT orderexecuted, pg_catalog.concat_ws(pg_catalog.chr(31), id, author, filename, "
                + "coalesce(md5sum, ''), coalesce(exectype, 'EXECUTED')"
                + (exact ? ", orderexecuted, coalesce(deployment_id, ''), coalesce(tag, '')" : "")
                + ") AS line FROM ONLY " + table + ") AS history)";
    }
}
