"""The product's words as frozen dataclasses, errors, text and date helpers; no I/O."""
