INSERT INTO journal (phase, plan, said, orders) SELECT 'after', '${plan}', greet(), count(*) FROM orders;
