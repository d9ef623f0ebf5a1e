COMMENT ON COLUMN product.title IS 'What it is called in ${shop}';
