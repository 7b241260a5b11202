"""Two groups of papers side by side: topics, times, the view, the selection, the rest."""

from lib.ui.compare_page import show_compare
from lib.ui.context import current

show_compare(current())
