"""How far features have drifted since the training."""

import math
from collections.abc import Sequence

from segmentation.site.charts.style import above, axis, base_layout, curve, label_text, named_rows, title, upright
from segmentation.site.palette import ACCENT, INK, MUTED, SURFACE

# Population stability indices from which drift is by convention called some and much (Siddiqi 2006).
SOME_DRIFT, MUCH_DRIFT = 0.1, 0.25
# Smaller indices are drawn at the edge of their logarithmic scale.
LEAST_DRIFT = 0.001
DRIFT_TICKS = (0.001, 0.01, 0.1, 0.25, 1, 3, 10)
DASHES = ("solid", "dash", "dot", "dashdot")


def drifts(rows: Sequence[dict]) -> dict:
    """Population stability index of each feature as a dot, beside the usual limits.

    Parameters
    ----------
    rows
        Name (``label``) and ``stability_index``, in the order in which they are drawn.
    """
    values = [row["stability_index"] for row in rows]
    dots = {
        "type": "scatter",
        "mode": "markers+text",
        "cliponaxis": False,
        "x": [max(value, LEAST_DRIFT) for value in values],
        "y": list(range(len(rows))),
        "text": [f"{value:.3f}" for value in values],
        "textposition": "middle right",
        # A full mark is drift, a ring is none.
        "marker": {
            "color": [SURFACE if value < SOME_DRIFT else ACCENT for value in values],
            "size": [13 if value >= MUCH_DRIFT else 10 for value in values],
            "line": {"color": ACCENT, "width": 2},
            "opacity": 1,
        },
        "customdata": [label_text(row["label"]) for row in rows],
        "hovertemplate": "%{customdata}: %{text}<extra></extra>",
    }
    layout = base_layout(margin={"l": 14, "r": 24, "t": 26, "b": 8})
    layout |= named_rows([row["label"] for row in rows], size=12)
    layout["xaxis"] = _drift_axis(values, tickangle=0)
    layout["shapes"] = [upright(limit, colour=MUTED, dash="dash") for limit in (SOME_DRIFT, MUCH_DRIFT)]
    layout["annotations"] += [
        above(math.log10(limit), text, anchor=anchor, colour=MUTED)
        for limit, text, anchor in ((SOME_DRIFT, "some from 0.1", "right"), (MUCH_DRIFT, "much from 0.25", "left"))
    ]
    return {"data": [dots], "layout": layout}


def drifts_over_time(
    series: Sequence[tuple[str, Sequence[str], Sequence[float]]], *, named: int, taken_over: Sequence[tuple[str, str]]
) -> dict:
    """Population stability indices by as-of date, a line for each feature.

    Parameters
    ----------
    series
        Name, days and indices; those that stand out come first.
    named
        How many of them stand out, each with a name and a dash of its own; the others are thin lines.
    taken_over
        Days on which another model took over, and what is said there.
    """
    traces = []
    for place, (name, days, indices) in enumerate(series):
        stands_out = place < named
        look = {"colour": (ACCENT, INK)[place % 2], "dash": DASHES[place % len(DASHES)], "width": 2.5}
        trace = curve(
            name,
            list(days),
            [max(index, LEAST_DRIFT) for index in indices],
            over="%{x|%Y-%m-%d}",
            tick=".3f",
            **(look if stands_out else {"colour": MUTED, "width": 1}),
        )
        trace |= {"mode": "lines+markers", "marker": {"size": 7 if stands_out else 4}, "showlegend": stands_out}
        traces.append(trace)
    layout = base_layout(margin={"l": 6, "r": 12, "t": 30, "b": 8}, showlegend=named > 0)
    layout["legend"] = {"orientation": "h", "itemclick": False, "itemdoubleclick": False, "font": {"size": 12}}
    layout["legend"] |= {"x": 0, "xanchor": "left", "y": 1.09, "yanchor": "bottom"}
    layout["xaxis"] = axis(type="date", nticks=5, tickangle=0, tickformat="%b<br>%Y", showgrid=False)
    layout["yaxis"] = _drift_axis([value for _, _, indices in series for value in indices])
    layout["shapes"] = [_across(limit) for limit in (SOME_DRIFT, MUCH_DRIFT)]
    layout["shapes"] += [upright(day, colour=ACCENT, dash="dash") for day, _ in taken_over]
    layout["annotations"] = [_beside(limit) for limit in (SOME_DRIFT, MUCH_DRIFT)]
    layout["annotations"] += [above(day, label_text(text), anchor="right") for day, text in taken_over]
    return {"data": traces, "layout": layout}


def _drift_axis(values: Sequence[float], **settings: object) -> dict:
    """Logarithmic axis, on which the limits stand apart however far a feature has drifted."""
    ends = math.log10(LEAST_DRIFT), math.log10(max(0.6, 3 * max(values)))
    return axis(
        type="log",
        tickmode="array",
        tickvals=list(DRIFT_TICKS),
        ticktext=[f"{tick:g}" for tick in DRIFT_TICKS],
        range=[ends[0] - 0.08, ends[1]],
        showgrid=False,
        title=title("population stability index"),
        **settings,
    )


def _across(y: float) -> dict:
    line = {"color": MUTED, "width": 1, "dash": "dash"}
    return {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": y, "y1": y, "layer": "below", "line": line}


def _beside(limit: float) -> dict:
    text = f"{'some' if limit == SOME_DRIFT else 'much'} from {limit}"
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": math.log10(limit), "yanchor": "bottom"}
    return {**place, "text": text, "showarrow": False, "font": {"color": MUTED, "size": 12}}
