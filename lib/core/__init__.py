"""The product's words as types, and helpers for dates, ids and text. No input or output, nothing of ours imported."""
