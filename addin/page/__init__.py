"""The page of this machine: the buttons of 操作台 in a browser, for who has no macros. Only 127.0.0.1; what is done is handed in."""
