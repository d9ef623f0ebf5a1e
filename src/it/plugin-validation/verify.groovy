import io.github.pgmt.testing.ItLog

// A repository that cannot be reached is no matter of the plugin.
assert ItLog.of(basedir).linesWith('[WARNING]').findAll { !it.contains('Could not transfer') } == []
