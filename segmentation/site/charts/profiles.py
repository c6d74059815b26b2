"""Profiles of segments side by side."""

from collections.abc import Sequence

import plotly.graph_objects as go

from segmentation.site.charts.style import SYMBOLS, add_upright, label_text, name_rows, new_figure
from segmentation.site.palette import segment_colour


def parallel(features: Sequence[str], profiles: Sequence[tuple[int, str, Sequence[float | None]]]) -> go.Figure:
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
    figure = new_figure(
        margin={"l": 8, "t": 8},
        showlegend=True,
        legend_y=1.02,
        xaxis={"title": "less than all customers · more than all", "nticks": 7},
    )
    for number, (segment_id, name, scores) in enumerate(profiles):
        stands_out = number < 2
        figure.add_scatter(
            mode="lines+markers",
            name=label_text(f"{segment_id} {name}"),
            x=[None if score is None else round(score, 2) for score in scores],
            y=list(range(len(features))),
            customdata=[label_text(feature) for feature in features],
            opacity=1 if stands_out else 0.25,
            line={"color": segment_colour(segment_id), "width": 3 if stands_out else 1.5},
            marker={"size": 9, "symbol": SYMBOLS[number % len(SYMBOLS)]},
            hovertemplate=f"{label_text(name)}<br>%{{customdata}}: %{{x:+.1f}}<extra></extra>",
        )
    name_rows(figure, features)
    figure.update_yaxes(visible=True, tickvals=list(range(len(features))), showticklabels=False)
    add_upright(figure, 0, dash="solid")
    return figure
