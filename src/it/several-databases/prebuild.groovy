import io.github.pgmt.testing.ItDatabase

// The server has one such role, and several Mavens run this at the same time.
synchronized (ItDatabase) {
    ItDatabase.create(context, basedir, [
        "DO 'BEGIN CREATE ROLE it_several; EXCEPTION WHEN duplicate_object THEN NULL; END'",
        "ALTER ROLE it_several LOGIN PASSWORD 'the-secret-3f9a'",
        'CREATE SCHEMA acme',
        'CREATE SCHEMA beta',
    ])
}
ItDatabase.createAnother(context, basedir, 'eu2.url', ['CREATE SCHEMA acme AUTHORIZATION it_several'])

Properties properties = context.userProperties
String eu1 = properties.remove('pgmt.url')
def login = org.postgresql.Driver.parseURL(eu1, null)
def plain = { url -> url.replaceFirst('[?].*', '') }
properties.putAll([
    'eu1.url': plain(eu1),
    'eu2.url': plain(properties['eu2.url']),
])
properties.keySet().removeAll(['pgmt.username', 'pgmt.password'])
int nobodysPort = new ServerSocket(0).withCloseable { it.localPort }
new File(basedir, 'databases.txt').text = """\
# name  URL                 server id, threads
eu1     ${plain(eu1)}  plain
eu2     ${plain(properties['eu2.url'])}  encrypted  2
gone    jdbc:postgresql://127.0.0.1:${nobodysPort}/app  plain
"""
// The one is encrypted by Maven 3 with the master password in settings-security.xml.
new File(basedir, 'servers.xml').text = """\
<settings>
  <servers>
    <server>
      <id>plain</id>
      <username>${login.getProperty('user')}</username>
      <password>${login.getProperty('password')}</password>
    </server>
    <server>
      <id>encrypted</id>
      <username>it_several</username>
      <password>{pvSyL5dV04kHU7IZPivWLkeD1IdVR4n+ggw9SS0HcpE=}</password>
    </server>
  </servers>
</settings>
"""
return true
