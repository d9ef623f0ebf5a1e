CREATE TABLE plain_sql (id int);
INSERT INTO plain_sql VALUES (1);
