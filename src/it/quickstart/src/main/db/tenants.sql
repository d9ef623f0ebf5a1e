-- The registry of tenants, as an application would keep it. The schemas are pgmt's to make.
CREATE TABLE public.tenant (
  subdomain text PRIMARY KEY,
  name text NOT NULL,
  currency text NOT NULL DEFAULT 'EUR'
);
INSERT INTO public.tenant VALUES
  ('acme', 'ACME Corporation', 'USD'),
  ('beta', 'Beta Ltd', 'GBP'),
  ('demo', 'Demo GmbH', 'EUR'),
  ('nordic', 'Nordic AB', 'SEK');
