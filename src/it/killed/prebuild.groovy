io.github.pgmt.testing.ItDatabase.create(context, basedir, [])
return true
