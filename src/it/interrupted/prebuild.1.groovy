import io.github.pgmt.testing.ItDatabase

// Sends TERM to the invoked Maven, known by the URL among its arguments, once its changeset sleeps.
def database = ItDatabase.of(basedir)
String name = database.query('SELECT current_database()')[0]
def sleeping = {
    database.query("""SELECT pid FROM pg_stat_activity WHERE datname = '$name' AND pid <> pg_backend_pid()
            AND state = 'active' AND query LIKE '%pg_sleep%'""")
}
def invoked = { ProcessHandle process ->
    process.info().arguments().orElse([] as String[]).any { it.startsWith('pgmt.url=') && it.contains(name) }
}
Thread.startDaemon {
    for (int attempt = 0; attempt < 1200 && sleeping() == []; attempt++) {
        sleep 100
    }
    ProcessHandle.current().descendants().filter(invoked).forEach { it.destroy() }
}
return true
