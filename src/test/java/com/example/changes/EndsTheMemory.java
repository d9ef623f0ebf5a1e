package com.example.changes;

import java.util.ArrayList;
import java.util.List;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;

/** A user's own change, which ends the JVM's memory or does worse in the tenants whose names say so. */
public class EndsTheMemory extends PlainChange implements CustomTaskChange {

    @Override
    public void execute(Database database) {
        switch (database.getDefaultSchemaName()) {
            case "exhausts" -> exhaust();
            case "asserts" -> throw new AssertionError("expected 1");
            case "throws_error" -> throw new Error("of somebody's own");
            case "overflows" -> overflow(0);
            default -> {
                // Of all others it is none of the business.
            }
        }
    }

    private static void exhaust() {
        List<long[]> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new long[Integer.MAX_VALUE - 2]);
        }
    }

    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }
}
