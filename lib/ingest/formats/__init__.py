"""One reader a format; registry.py has them all in one table."""
