"""The map of topics, and beside it the topics in view, the paper clicked, or what a lasso caught."""

from lib.ui.context import current
from lib.ui.map_page import show_map

show_map(current())
