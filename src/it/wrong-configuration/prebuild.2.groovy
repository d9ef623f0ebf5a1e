context.userProperties.setProperty('pgmt.url', io.github.pgmt.testing.ItDatabase.of(basedir).url())
