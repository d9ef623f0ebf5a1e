--liquibase formatted sql

--changeset shop:library-second
CREATE TABLE library_second (id int);
