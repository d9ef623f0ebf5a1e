import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE TABLE public.customers (schema text PRIMARY KEY, plan text)',
    "INSERT INTO public.customers VALUES ('acme', 'gold'), ('beta', 'silver'), ('gamma', 'free')",
    'CREATE TABLE public.journal (id serial, schema text, what text)',
    'CREATE SCHEMA acme',
    'CREATE SCHEMA beta',
    'CREATE SCHEMA gamma',
])
return true
