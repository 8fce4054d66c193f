"""Many companies: found, read by workers, kept as Parquet, asked by DuckDB. What needs the extra `group` is loaded when it is wanted."""
