--liquibase formatted sql

--changeset shop:settings
CREATE TABLE settings AS SELECT $$${tenant}$$ AS tenant, $$${tenant.schema}$$ AS tenant_schema, $$${display_name}$$ AS display_name, $$${currency}$$ AS currency, $$${region}$$ AS region;
