CREATE TABLE public.tenants (subdomain text PRIMARY KEY);
INSERT INTO public.tenants VALUES ('acme'), ('beta');
