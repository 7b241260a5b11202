"""Files to papers, and the fate of every record."""
