"""Where it runs: a closed file, an open spreadsheet; folders, locks, installation."""
