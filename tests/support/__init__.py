"""What several tests share: makers of rows and workbooks, fakes, judges, the second computation (oracle)."""
