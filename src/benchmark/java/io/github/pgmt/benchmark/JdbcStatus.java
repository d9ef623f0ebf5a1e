package io.github.pgmt.benchmark;

import java.sql.SQLException;
import java.util.List;

/** The limit: how many changesets every tenant has, a hundred tenants in a statement. */
final class JdbcStatus implements StatusLook {

    @Override
    public int countCurrent(ServerUrl server, List<String> schemas, WorkFiles files) throws SQLException {
        int expected = files.prepared().changeSets(Case.CURRENT);
        return (int) JdbcCandidate.applied(server).values().stream()
                .filter(applied -> applied == expected)
                .count();
    }
}
