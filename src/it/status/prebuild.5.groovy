// A table that has the name of a history and is none.
io.github.pgmt.testing.ItDatabase.of(basedir).execute('ALTER TABLE acme.databasechangelog RENAME COLUMN author TO writer')
return true
