"""The table of topics, or one topic as a page of its own."""

from lib.ui.context import current
from lib.ui.topic_page import show_topic
from lib.ui.topic_table import show_topics

context = current()
if context.address.open_topic is None:
    show_topics(context)
else:
    show_topic(context, context.store.topic_by_id[context.address.open_topic])
