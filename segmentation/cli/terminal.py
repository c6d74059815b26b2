"""What all commands print with: names and sentences come from data, and are printed as they are."""

import sys

from rich.console import Console
from rich.text import Text

WIDTH_IN_A_FILE = 140


class _PlainConsole(Console):
    """A console for which a text is a text: no markup, and no character that moves the cursor or colours it."""

    def render_str(self, text: str, **options) -> Text:
        return super().render_str(printable(text), **options)


def console() -> Console:
    """The terminal, or a file as wide as the columns need."""
    width = None if sys.stdout.isatty() else WIDTH_IN_A_FILE
    return _PlainConsole(width=width, markup=False, emoji=False, highlight=False)


def printable(text: str) -> str:
    """A text with a blank for every character that is not printed."""
    return "".join(character if character.isprintable() else " " for character in text)
