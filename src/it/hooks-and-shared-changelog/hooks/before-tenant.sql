-- Runs as ${tenant}; in its schema
CREATE TABLE IF NOT EXISTS settings (plan text);
SET search_path = public;
