"""Processes of their own and how one talks to them."""
