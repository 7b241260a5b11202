"""One's own papers on the atlas: which it has, where the others would lie, which topics are not read yet."""

from lib.ui.context import current
from lib.ui.own_list_page import show_own_list

show_own_list(current())
