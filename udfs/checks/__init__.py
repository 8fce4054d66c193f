"""What is inconsistent in the tables, as entries of 数据检查."""
