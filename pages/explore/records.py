"""How every record that was read ended, what cleaning changed, and what the papers' fields hold."""

from lib.ui.context import current
from lib.ui.records_page import show_records

show_records(current())
