"""The one exception of the site: its text is a sentence for the person who ran the command."""


class SiteError(Exception):
    """The site cannot be built; the message names what is wrong, where, and what to do."""
