package io.github.pgmt.migration.fleet;

import java.util.Map;

/**
 * What a look at Liquibase's tables of many schemas found.
 *
 * @param complaints what is in them that Liquibase does not make, as sentences, by schema; schemas whose tables are sound, or
 *     are not there, are left out
 * @param unseen why the server did not tell, by schema; only schemas of which it did not
 */
public record TablesLook(Map<String, String> complaints, Map<String, String> unseen) {

    public TablesLook {
        complaints = Map.copyOf(complaints);
        unseen = Map.copyOf(unseen);
    }
}
