import io.github.pgmt.testing.ItDatabase

ItDatabase.of(basedir).execute('CREATE VIEW public.everybody AS SELECT name FROM t_beta.customers')
return true
