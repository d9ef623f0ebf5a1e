CREATE TABLE public.noted AS SELECT schemaname FROM pg_tables WHERE tablename = 'databasechangelog';
