import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE SCHEMA t_acme', 'CREATE SCHEMA t_beta', 'CREATE SCHEMA t_demo', 'CREATE SCHEMA registry',
    'CREATE TABLE registry.tenant (name text, display_name text, currency text, active boolean)',
    """INSERT INTO registry.tenant VALUES
        ('acme', 'ACME "O''Neil" Corporation', 'USD', true),
        ('beta', 'Beta Limited', NULL, true),
        ('demo', 'Demo Company', 'SEK', false)""",
])
