--liquibase formatted sql

--changeset shop:setting
CREATE TABLE setting (currency text, region text, formula text);

--changeset shop:setting-of-the-tenant
INSERT INTO setting VALUES ('${currency}', '${region}', '${formula}');
