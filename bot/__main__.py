"""The command ``minutes``, also ``python -m bot``."""

from bot.terminal.cli import main

if __name__ == "__main__":
    main()
