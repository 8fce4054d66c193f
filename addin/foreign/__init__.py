"""Files from outside, read in a child process as plain cells."""
