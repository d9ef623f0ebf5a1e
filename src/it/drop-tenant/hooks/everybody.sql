CREATE VIEW public.everybody AS SELECT name FROM t_beta.customers;
