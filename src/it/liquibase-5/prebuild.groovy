import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir,
        ['acme', 'beta', 'us_beta', 'us_demo', 'us_test'].collect { 'CREATE SCHEMA ' + it })
