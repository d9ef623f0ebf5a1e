-- A comment; kept
CREATE FUNCTION total_of(customer bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT sum(total) FROM invoice WHERE customer_id = customer; -- ü
$$;
