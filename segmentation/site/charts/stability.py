"""How stable segments are."""

from collections.abc import Sequence

from segmentation.site.charts.style import above, axis, base_layout, label_text, named_rows, title, upright
from segmentation.site.palette import MUTED, segment_colour


def stabilities(segments: Sequence[dict], *, stable_from: float, doubtful_under: float) -> dict:
    """Stability of each segment as a dot, beside the limits of stable and doubtful.

    Parameters
    ----------
    segments
        Rows of segments with a stability.
    stable_from, doubtful_under
        The limits.
    """
    places = list(range(len(segments)))
    lowest = min(row["stability"] for row in segments)
    dots = {
        "type": "scatter",
        "mode": "markers+text",
        "cliponaxis": False,
        "x": [row["stability"] for row in segments],
        "y": places,
        "text": [f"{row['stability']:.2f}" for row in segments],
        "textposition": "middle left",
        "marker": {"color": [segment_colour(row["segment_id"]) for row in segments], "size": 12},
        "customdata": [label_text(row["segment_name"]) for row in segments],
        "hovertemplate": "%{customdata}: %{x:.3f}<extra></extra>",
    }
    start = max(0.0, min(lowest, doubtful_under) - 0.12)
    # Names of the limits on two lines, so that they fit a phone.
    layout = base_layout(margin={"l": 14, "r": 24, "t": 40, "b": 8})
    layout |= named_rows([f"{row['segment_id']} {row['segment_name']}" for row in segments], size=12)
    layout["xaxis"] = axis(tickformat=".1f", range=[start, 1.015], nticks=6, tickangle=0, title=title("stability"))
    layout["shapes"] = [upright(limit, colour=MUTED, dash="dash") for limit in (doubtful_under, stable_from)]
    layout["annotations"] += [
        above(doubtful_under, f"doubtful<br>under {doubtful_under:g}", anchor="right", colour=MUTED),
        above(stable_from, f"stable<br>from {stable_from:g}", anchor="left", colour=MUTED),
    ]
    return {"data": [dots], "layout": layout}
