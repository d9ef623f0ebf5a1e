-- What the tenant's data lack for the changeset email-required; runs before the migration.
UPDATE customer SET email = 'customer-' || id || '@beta.example.com' WHERE email IS NULL;
