"""Profiles of segments side by side."""

from collections.abc import Sequence

from segmentation.site.charts.style import axis, base_layout, label_text, title, upright
from segmentation.site.palette import INK, MUTED, segment_colour

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star", "hexagon", "triangle-down", "x", "pentagon")


def parallel(features: Sequence[str], profiles: Sequence[tuple[int, str, Sequence[float | None]]]) -> dict:
    """Parallel coordinates: a line for each segment over the features, from top to bottom; the first two stand out.

    Features are rows, so that their names can be read, on a phone too. A radar chart would show the same numbers
    worse: its areas grow with the square of the values and with the order of the axes, the shapes of more than three
    segments hide each other, and two features make no shape at all.

    Parameters
    ----------
    features
        Names of the features.
    profiles
        Id and name of each segment, and its z-score for each feature.
    """
    places = list(range(len(features)))
    traces = []
    for number, (segment_id, name, scores) in enumerate(profiles):
        stands_out = number < 2
        colour = segment_colour(segment_id)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": label_text(f"{segment_id} {name}"),
                "x": [None if score is None else round(score, 2) for score in scores],
                "y": places,
                "customdata": [label_text(feature) for feature in features],
                "opacity": 1 if stands_out else 0.25,
                "line": {"color": colour, "width": 3 if stands_out else 1.5},
                "marker": {"color": colour, "size": 9, "symbol": SYMBOLS[number % len(SYMBOLS)], "opacity": 1},
                "hovertemplate": f"{label_text(name)}<br>%{{customdata}}: %{{x:+.1f}}<extra></extra>",
            }
        )
    layout = base_layout(margin={"l": 8, "r": 12, "t": 8, "b": 8}, showlegend=True)
    # A click would hide a segment that the page's own choice shows.
    layout["legend"] = {"orientation": "h", "itemclick": False, "itemdoubleclick": False, "font": {"size": 12}}
    layout["legend"] |= {"x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}
    layout["xaxis"] = axis(title=title("standard deviations from all customers"), nticks=7, tickangle=0)
    layout["yaxis"] = axis(
        tickmode="array",
        tickvals=places,
        ticktext=[""] * len(places),
        range=[len(features) - 0.6, -0.75],
    )
    layout["shapes"] = [upright(0, colour=MUTED, dash="solid")]
    layout["annotations"] = [_above_its_row(feature, place) for place, feature in enumerate(features)]
    return {"data": traces, "layout": layout}


def _above_its_row(feature: str, place: int) -> dict:
    """Name of a feature over its line, where it takes no width from the chart."""
    where = {"x": 0, "y": place - 0.36, "xref": "paper", "xanchor": "left", "yanchor": "middle"}
    return {**where, "text": label_text(feature), "showarrow": False, "font": {"color": INK, "size": 12}}
