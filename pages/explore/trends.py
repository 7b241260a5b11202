"""Papers per topic over time, as counts or shares."""

from lib.ui.context import current
from lib.ui.trends_page import show_trends

show_trends(current())
