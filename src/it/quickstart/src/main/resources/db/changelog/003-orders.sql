--liquibase formatted sql

--changeset shop:orders
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customer,
  product_id bigint NOT NULL REFERENCES product,
  ordered_at timestamptz NOT NULL DEFAULT now()
);
--rollback DROP TABLE orders;

--changeset shop:orders-by-customer runInTransaction:false
CREATE INDEX CONCURRENTLY orders_by_customer ON orders (customer_id);
--rollback DROP INDEX orders_by_customer;
