"""Other workbooks made from the tables: the published copy, next year’s book, a trial of other settings."""
