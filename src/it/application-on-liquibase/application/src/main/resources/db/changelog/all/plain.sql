CREATE TABLE plain_sql (id int);
