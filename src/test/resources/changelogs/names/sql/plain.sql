CREATE TABLE from_file (id int);
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE from_file ADD COLUMN mood mood;
