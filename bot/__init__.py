"""The fourth room: settings, the conversation, Telegram, the console and the command line."""
