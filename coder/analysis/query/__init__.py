"""The query language, documented in `coder help queries`.

`syntax` parses it, `filters` and `relations` evaluate its terms, `answer` combines them.
"""
