"""The atlas folder on disk: schema, atomic writer, memory-mapped reader, the list of atlases."""
