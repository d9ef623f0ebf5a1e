SELECT no_such_column;
