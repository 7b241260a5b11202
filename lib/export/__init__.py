"""Papers to files, one writer a format."""
