"""`python -m lib`: one module a command, all in the table in main.py. Heavy imports wait until a command runs."""
