import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

// What is in the shared schema, or belongs to an extension, is no tenant.
ItDatabase.create(context, basedir, ['CREATE TABLE public.plan (name text)', 'CREATE EXTENSION IF NOT EXISTS plpgsql'])

ItCases.in(basedir)
    .add('refused', 'migrate-all', [:])
    .add('meant', 'migrate-all', ['pgmt.failIfNoTenants': 'false'])
    .write()
