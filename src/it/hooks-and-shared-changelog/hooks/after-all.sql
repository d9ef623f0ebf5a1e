INSERT INTO journal (schema, what) VALUES (current_schema(), 'after all');
