import io.github.pgmt.testing.ItCases

assert context.userProperties.keySet().removeAll(['pgmt.username', 'pgmt.password'])
// Each case says by itself how to connect.
String url = context.userProperties.remove('pgmt.url')

ItCases.in(basedir)
    .add('server', 'migrate-all', ['pgmt.url': url, 'pgmt.serverId': 'secrets-in-debug-log'])
    .add('encrypted', 'migrate-all', ['pgmt.url': url, 'pgmt.serverId': 'encrypted-secret'])
    .add('url', 'migrate-all', ['pgmt.url': url + '?user=it_secrets&password=the-secret-3f9a'])
    .write()
context.userProperties.putAll(['plain.url': url])
return true
