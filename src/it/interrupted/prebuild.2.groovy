io.github.pgmt.testing.ItDatabase.of(basedir).execute('UPDATE nap SET seconds = 0')
