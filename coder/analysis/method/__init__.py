"""The method in a study: its progress, its open points, and whether verdicts are still valid."""
