-- Runs in each tenant after its migration. The one of beta has no e-mail address.
INSERT INTO customer (name, email) SELECT 'Smith', 'smith@example.com' WHERE '${tenant}' <> 'beta';
INSERT INTO customer (name) SELECT 'Jones' WHERE '${tenant}' = 'beta';
