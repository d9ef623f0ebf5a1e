import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def settings = { schema ->
    ItDatabase.of(basedir).query(
            "SELECT concat_ws('|', tenant, tenant_schema, display_name, currency, region) FROM ${schema}.settings")[0]
}
// By the query, which leaves one tenant out.
assert ItLog.of(basedir).ofCase('query').contains('2 migrated of 2 tenants in ')
assert settings('t_acme') == 'acme|t_acme|ACME "O\'Neil" Corporation|USD|Europe, mainly'
assert settings('t_beta') == 'beta|t_beta|Beta Limited|EUR|Europe, mainly'
// By the table.
assert ItLog.of(basedir).ofCase('table').contains('1 migrated, 2 up to date of 3 tenants in ')
assert settings('t_demo') == 'demo|t_demo|Demo Company|SEK|Europe, mainly'

['Corporation', 'Beta Limited', 'Demo Company', 'Europe, mainly'].each { value ->
    assert ItLog.of(basedir).linesWith(value) == []
}
assert ItLog.of(basedir).contains('[DEBUG]')
