--liquibase formatted sql

--changeset test:lost
CREATE TABLE lost (id int);

--changeset test:forgets
DELETE FROM databasechangelog WHERE id = 'lost';
