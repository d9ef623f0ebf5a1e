-- The registry of tenants, as an application would keep it.
CREATE TABLE public.tenant (
  subdomain text PRIMARY KEY,
  name text NOT NULL,
  currency text NOT NULL
);
INSERT INTO public.tenant VALUES
  ('acme', 'ACME Corporation', 'USD'),
  ('beta', 'Beta Ltd', 'GBP'),
  ('demo', 'Demo GmbH', 'EUR'),
  ('nordic', 'Nordic AB', 'SEK');

-- The tenants' schemas.
CREATE SCHEMA acme;
CREATE SCHEMA beta;
CREATE SCHEMA demo;
CREATE SCHEMA nordic;
