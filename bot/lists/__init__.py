"""Lists and finds: meetings, passages, duties, timelines, what can be inserted into other chats."""
