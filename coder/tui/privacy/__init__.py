"""Privacy: the walk over what identifies people."""
