"""A company played day by day through the real command line on the real file (design.md 19): invariants are checked, not figures."""
