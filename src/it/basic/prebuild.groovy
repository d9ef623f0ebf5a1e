import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, ['eu_acme', 'eu_beta', 'eu_demo', 'us_acme', 'us_beta', 'us_demo', 'us_test'].collect { 'CREATE SCHEMA ' + it })
