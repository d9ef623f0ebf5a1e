--liquibase formatted sql

--changeset shop:setting
CREATE TABLE setting (currency text, region text, formula text);
-- What a pipeline is warned of: it is in no tenant's schema.
CREATE TABLE IF NOT EXISTS public.region (name text);

--changeset shop:setting-of-the-tenant
INSERT INTO setting VALUES ('${currency}', '${region}', '${formula}');
