import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    "CREATE TABLE public.tenant AS SELECT 'tenant_' || n AS name FROM generate_series(1, ${faults.toBoolean() ? 10000 : 20}) AS n".toString(),
])
return true
