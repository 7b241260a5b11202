"""The atlas on disk: its schema, the writer that never leaves half of one, the memory-mapped reader, the list."""
