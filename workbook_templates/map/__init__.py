"""The one-page map of the year: a page of the master, a wall chart, a web page, a picture."""
