"""Papers to an atlas; the only room with heavy imports."""
