import io.github.pgmt.testing.ItDatabase

ItDatabase.of(basedir).execute('CREATE SCHEMA t_odd', 'CREATE TABLE t_odd.databasechangelog (id text)')
return true
