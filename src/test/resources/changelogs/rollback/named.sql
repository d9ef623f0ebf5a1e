--liquibase formatted sql
--changeset test:customer
CREATE TABLE customer (id int PRIMARY KEY, name text);
--rollback DROP TABLE customer;

--changeset test:filled
INSERT INTO customer VALUES (1, 'somebody'), (2, 'else');
--rollback DELETE FROM customer WHERE name = '${name}';
