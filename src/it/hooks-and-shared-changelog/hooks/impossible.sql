SELECT 1;
SELECT 1 / (current_schema() <> 'beta')::int;
