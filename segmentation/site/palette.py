"""One colour per segment, the same on every page, distinct for colour-blind readers too.

Every colour keeps a contrast of 3:1 or more on the light and on the dark card, so one palette serves both.
Colour never stands alone: each mark carries the segment's name or its number.
"""

EXCLUDED = "#7c8796"
SEGMENT_COLOURS = (
    "#3574c4",
    "#d4761c",
    "#1f9a83",
    "#b9549a",
    "#a08a1e",
    "#3f93c4",
    "#cf4b4b",
    "#7d6bc8",
    "#5b9a3a",
    "#9a6b4a",
)

# Variables of CSS, for which site.js puts the colour of the current theme: Plotly itself does not resolve them.
INK, MUTED, GRID, SURFACE, ACCENT = (f"var(--sg-{name})" for name in ("ink", "muted", "grid", "surface", "accent"))


def segment_colour(segment_id: int) -> str:
    """Colour of a segment; grey for the excluded customers (segment 0)."""
    return SEGMENT_COLOURS[(segment_id - 1) % len(SEGMENT_COLOURS)] if segment_id > 0 else EXCLUDED
