--liquibase formatted sql

--changeset shop:customers
CREATE TABLE customer (email text);

--changeset shop:customers-by-email runInTransaction:false
CREATE INDEX CONCURRENTLY customers_by_email ON customer (email);

--changeset shop:setting
CREATE TABLE setting (currency text, region text, formula text);
INSERT INTO setting VALUES ('${currency}', '${region}', '${formula}');
