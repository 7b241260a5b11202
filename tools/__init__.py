"""What developers and CI run beside the tests: locking versions, looking at a started dashboard."""
