"""The atlases that there are: open one, see what it was made from, delete it."""

from lib.ui.atlas_list import show_atlases

show_atlases()
