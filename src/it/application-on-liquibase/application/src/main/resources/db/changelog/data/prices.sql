ALTER TABLE product ADD price numeric(12, 2);
