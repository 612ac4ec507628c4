"""The query language: `syntax` reads it, `filters` and `relations` give its words meaning, `answer` puts it together.

What it means is written down in `coder help queries`.
"""
