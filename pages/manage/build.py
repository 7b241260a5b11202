"""Makes a new atlas from files or pasted text: choose, look at what was read, build."""

from lib.ui.building import show_building

show_building()
