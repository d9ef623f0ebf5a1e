// Mends the cause, as an operator would.
io.github.pgmt.testing.ItDatabase.of(basedir).execute(
    'DELETE FROM beta.customer', "INSERT INTO beta.customer VALUES ('b@example.com')")
