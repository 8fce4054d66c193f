"""What is done: one module per action, the buttons and the command line."""
