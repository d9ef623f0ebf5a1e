import io.github.pgmt.testing.ItDatabase

def database = ItDatabase.of(basedir)
def outcomes = { run, ways ->
    def report = new groovy.json.JsonSlurper().parse(new File(basedir, "${run}/target/${ways}/migrate-all.json"))
    report.tenants.collectEntries { [it.schema - "${run}_", it.outcome] }
}
// Each row with the transaction that wrote it; a runAlways changeset is all that anybody has to do.
def noted = { moment, schema -> database.query(
        "SELECT content FROM noted WHERE moment = '${moment}' AND schema = '${schema}' AND id <> 'seen' ORDER BY id") }
def now = { schema -> database.query("SELECT h.xmin || h::text FROM ${schema}.databasechangelog h WHERE id <> 'seen' ORDER BY id") }
def history = { schema -> database.query("""
        SELECT concat_ws('|', id, author, filename, exectype, description, comments, tag, contexts, labels,
            -- These two have the tenant's name in them.
            CASE WHEN id NOT IN ('customers', 'orders-of-a-day') THEN md5sum END)
        FROM ${schema}.databasechangelog ORDER BY CASE WHEN id <> 'seen' THEN orderexecuted END""") }

(faults.toBoolean() ? ['r1', 'r2', 'r3', 'r4'] : ['r3', 'r4']).each { run ->
    assert outcomes(run, 'maven') == [maven_before: 'UP_TO_DATE', maven_after: 'MIGRATED']
    assert outcomes(run, 'spring') ==
            [boot_before: 'UP_TO_DATE', boot_after: 'MIGRATED', several_before: 'UP_TO_DATE', several_after: 'MIGRATED']

    [maven: 24, boot: 29, several: 29].each { way, changesets ->
        def before = "${run}_${way}_before"
        def after = "${run}_${way}_after"
        assert now(before).size() == changesets - 1
        // pgmt has nothing to do after the application ...
        assert noted('pgmt', before) == noted('application', before)
        assert now(before) == noted('pgmt', before)
        // ... nor the application after pgmt.
        assert noted('application', after) == []
        assert now(after) == noted('pgmt', after)

        assert history(after) == history(before)
        assert database.query("SELECT id FROM ${after}.databasechangeloglock WHERE locked") == []
        assert database.query("SELECT title FROM ${after}.product ORDER BY id") == ['Apple', 'Büchse']
    }
}
// Not the paths that Spring was given.
assert database.query("SELECT filename FROM r3_boot_after.databasechangelog WHERE id IN ('spring-root', 'prices') ORDER BY id") ==
        ['db/changelog/stock.yaml', 'db/changelog/spring.yaml']
