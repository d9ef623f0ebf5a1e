import io.github.pgmt.testing.ItDatabase

// The server has one such role, and several Mavens run this at the same time.
synchronized (ItDatabase) {
    ItDatabase.create(context, basedir, [
        "DO 'BEGIN CREATE ROLE it_secrets; EXCEPTION WHEN duplicate_object THEN NULL; END'",
        "ALTER ROLE it_secrets LOGIN PASSWORD 'the-secret-3f9a'",
        'CREATE SCHEMA acme AUTHORIZATION it_secrets',
    ])
}
// Without a user in it.
String url = context.userProperties['pgmt.url'].replaceFirst('[?].*', '')
context.userProperties.putAll(['pgmt.url': url])
