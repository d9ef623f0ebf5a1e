import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

// Each tenant has a row that another statement stumbles over.
ItDatabase.create(context, basedir, [
    'CREATE SCHEMA acme', 'CREATE SCHEMA beta', 'CREATE SCHEMA gamma', 'CREATE SCHEMA delta', 'CREATE SCHEMA fine',
    'CREATE TABLE public.source (tenant text, email text, age text)',
    'CREATE TABLE public.blocked (email text UNIQUE)',
    """INSERT INTO public.source VALUES
        ('acme', 'hush-1@example.com', '1'), ('beta', 'b', 'hush-2'), ('gamma', 'hush-3', '3'),
        ('delta', 'd', E'4\\n"hush-4" '), ('fine', 'f', '5')""",
    "INSERT INTO public.source VALUES ('acme', 'hush-1@example.com', '2')",
    'ALTER TABLE public.blocked DROP CONSTRAINT blocked_email_key',
    'CREATE UNIQUE INDEX blocked_email ON public.blocked (email) WHERE email LIKE \'hush-3\'',
    "INSERT INTO public.blocked VALUES ('hush-3')",
])

ItCases.in(basedir)
    .add('hidden', 'migrate-all', ['pgmt.beforeTenantSql': '../../hooks/before.sql'])
    .add('error', 'status', ['pgmt.tenantQuery': 'SELECT email::int::text FROM public.source'])
    .write()
return true
