import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    "DO 'BEGIN CREATE ROLE it_secrets; EXCEPTION WHEN duplicate_object THEN NULL; END'",
    "ALTER ROLE it_secrets LOGIN PASSWORD 'the-secret-3f9a'",
    'CREATE SCHEMA acme AUTHORIZATION it_secrets',
])
// The tests' embedded server, whose files are here, trusts everybody; of this role it is to want the password.
def database = ItDatabase.of(basedir)
File access = new File(database.query('SHOW hba_file')[0]).canonicalFile
boolean ours = access.toPath().startsWith(basedir.parentFile.parentFile.canonicalFile.toPath())
if (ours && !access.text.contains('it_secrets')) {
    access.text = 'host all it_secrets all scram-sha-256\n' + access.text
    assert database.query('SELECT pg_reload_conf()') == ['t']
}
// Without a user in it.
String url = context.userProperties['pgmt.url'].replaceFirst('[?].*', '')
context.userProperties.putAll(['pgmt.url': url])
