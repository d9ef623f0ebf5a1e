import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, ['CREATE SCHEMA acme', 'CREATE SCHEMA beta', 'CREATE SCHEMA gamma'])
return true
