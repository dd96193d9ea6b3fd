"""Spreadsheets out and in: the case list to take away, and requests on paper registered many at once."""
