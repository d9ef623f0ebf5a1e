--liquibase formatted sql

--changeset shop:release
CREATE TABLE release AS SELECT '${project.artifactId} @project.version@'::text AS name;
