assert io.github.pgmt.testing.ItDatabase.of(basedir).query(
        "SELECT schemaname FROM pg_tables WHERE tablename = 'databasechangelog' AND schemaname IN ('c', 'd')") == []
