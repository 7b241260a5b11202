"""Topic Atlas: from a pile of papers to a map of their topics."""
