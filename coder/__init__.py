"""Code qualitative interviews in a terminal."""

__version__ = "0.1.0"
