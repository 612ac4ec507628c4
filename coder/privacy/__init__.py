"""Identifying words in texts: candidates for pseudonyms, and the leak scan."""
