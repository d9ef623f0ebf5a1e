DO $$
BEGIN
  INSERT INTO settings SELECT '${plan}' WHERE to_regclass('addresses') IS NOT NULL;
END
$$;
