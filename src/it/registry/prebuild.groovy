import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA t_acme', 'CREATE SCHEMA t_beta', 'CREATE SCHEMA t_demo', 'CREATE SCHEMA registry',
    'CREATE TABLE registry.tenant (name text, display_name text, currency text, active boolean)',
    """INSERT INTO registry.tenant VALUES
        ('acme', 'ACME "O''Neil" Corporation', 'USD', true),
        ('beta', 'Beta Limited', NULL, true),
        ('demo', 'Demo Company', 'SEK', false)""",
])

def both = ['pgmt.schemaPrefix': 't_', 'pgmt.changelogParameters': 'currency=EUR,region=Europe\\, mainly']
ItCases.in(basedir)
    .add('query', 'migrate-all', both + ['pgmt.tenantQuery': "SELECT 't_' || name, display_name, currency FROM registry.tenant WHERE active"])
    .add('table', 'migrate-all', both + ['pgmt.tenantTable': 'registry.tenant', 'pgmt.tenantSchemaColumn': 'name'])
    .write()
