"""The one exception of what comes in: its text is a sentence for the person whose file it is."""


class InputError(Exception):
    """A file cannot be used; the message names the file, what is wrong with it, and what to do."""
