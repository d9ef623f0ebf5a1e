INSERT INTO journal (schema, what) VALUES (current_schema(), 'before all');
