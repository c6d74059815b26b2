"""How far segments can be trusted: their stability, drift since the training, and who is in them."""

import math
from collections.abc import Sequence

from segmentation.site.charts.style import above, axis, base_layout, curve, label_text, title, upright
from segmentation.site.palette import ACCENT, GRID, INK, MUTED, SURFACE, segment_colour

# Population stability indices from which drift is by convention called some and much (Siddiqi 2006).
SOME_DRIFT, MUCH_DRIFT = 0.1, 0.25
# Smaller indices are drawn at the edge of their logarithmic scale.
LEAST_DRIFT = 0.001
DRIFT_TICKS = (0.001, 0.01, 0.1, 0.25, 1, 3, 10)
DASHES = ("solid", "dash", "dot", "dashdot")
# Ratios further out are drawn at the edge.
FURTHEST = 8.0


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
    layout = _rows([f"{row['segment_id']} {row['segment_name']}" for row in segments])
    layout["xaxis"] = axis(tickformat=".1f", range=[start, 1.015], nticks=6, tickangle=0, title=title("stability"))
    # Names of the limits on two lines, so that they fit a phone.
    layout["margin"]["t"] = 40
    layout["shapes"] = [upright(limit, colour=MUTED, dash="dash") for limit in (doubtful_under, stable_from)]
    layout["annotations"] += [
        above(doubtful_under, f"doubtful<br>under {doubtful_under:g}", anchor="right", colour=MUTED),
        above(stable_from, f"stable<br>from {stable_from:g}", anchor="left", colour=MUTED),
    ]
    return {"data": [dots], "layout": layout}


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
    layout = _rows([row["label"] for row in rows])
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


def ratios(levels: Sequence[tuple[str, Sequence[dict]]], *, ratio: float) -> dict:
    """How often each level of a sensitive attribute is in each segment, beside everybody: a mark for each segment.

    Parameters
    ----------
    levels
        Name of each level, and its rows of fairness_audit.
    ratio
        The limit under which, or over one divided by it, a level may be flagged.
    """
    marks = []
    for place, (level, rows) in enumerate(levels):
        ranked = sorted(rows, key=lambda row: row["ratio"])
        # Neighbours stand above and below the line by turns, since their ratios are often alike.
        marks += [(level, place + (0.16 if number % 2 else -0.16), row) for number, row in enumerate(ranked)]
    traces = []
    for is_flagged, name, symbol, size in ((False, "not flagged", "circle", 21), (True, "flagged", "diamond", 29)):
        found = [mark for mark in marks if mark[2]["is_flagged"] is is_flagged]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": name,
                "cliponaxis": False,
                "x": [min(max(row["ratio"], 1 / FURTHEST), FURTHEST) for *_, row in found],
                "y": [height for _, height, _ in found],
                "text": [str(row["segment_id"]) if row["segment_id"] > 0 else "–" for *_, row in found],
                "textfont": {"color": INK, "size": 11},
                "marker": {
                    "symbol": symbol,
                    "size": size,
                    "color": SURFACE,
                    "opacity": 1,
                    "line": {"color": [segment_colour(row["segment_id"]) for *_, row in found], "width": 2.5},
                },
                "customdata": [
                    f"{label_text(level)} in {label_text(row['segment_name'])}: {row['ratio']:.2f}<br>"
                    f"{row['share_of_level']:.1%}, of all customers {row['share_of_all']:.1%}"
                    for level, _, row in found
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    furthest = max([1.6, 1 / ratio, *(max(row["ratio"], 1 / max(row["ratio"], 1 / FURTHEST)) for *_, row in marks)])
    reach = math.log10(1.15 * min(furthest, FURTHEST))
    layout = _rows([level for level, _ in levels], above_by=0.5)
    ticks = [0.125, 0.25, 0.5, ratio, 1, 1 / ratio, 2, 4, 8]
    layout["xaxis"] = axis(
        type="log",
        tickmode="array",
        tickvals=ticks,
        ticktext=[f"{tick:.3g}" for tick in ticks],
        range=[-reach, reach],
        tickangle=0,
        showgrid=False,
        title=title("share of the level, divided by that of all"),
    )
    layout["shapes"] = [upright(limit, colour=MUTED, dash="dash") for limit in (ratio, 1 / ratio)]
    layout["shapes"].append(upright(1, colour=GRID, dash="solid"))
    return {"data": traces, "layout": layout}


def _rows(names: Sequence[str], *, above_by: float = 0.36) -> dict:
    """Layout of a chart with a row for each name, which stands over it and takes no width from the chart."""
    layout = base_layout(margin={"l": 14, "r": 24, "t": 26, "b": 8})
    layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [len(names) - 0.6, -0.75]}
    layout["annotations"] = [
        {
            "x": 0,
            "y": place - above_by,
            "xref": "paper",
            "xanchor": "left",
            "yanchor": "middle",
            "text": label_text(name),
            "showarrow": False,
            "font": {"color": INK, "size": 12},
        }
        for place, name in enumerate(names)
    ]
    return layout


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
