import io.github.pgmt.testing.ItDatabase

def schemas = ['camunda', 'multiapps'].collectMany { name -> (11..30).collect { "CREATE SCHEMA ${name}_${it}".toString() } }
ItDatabase.create(context, basedir, schemas)
ItDatabase.createAnother(context, basedir, 'liquibase.url', schemas)
