"""Figures over the days and periods of a history."""

from collections.abc import Sequence

from segmentation.site import numbers
from segmentation.site.charts.profiles import SYMBOLS
from segmentation.site.charts.style import above, axis, base_layout, label_text, side, title, upright
from segmentation.site.palette import ACCENT, INK, MUTED, segment_colour

MOST_TICKS = 6
LEGEND = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.1, "yanchor": "bottom", "font": {"size": 12}}
# Series are told apart by pattern too.
LOOKS = ((ACCENT, ""), ("#d4761c", "/"), (MUTED, "x"))


def sizes(days: Sequence[str], series: Sequence[tuple[int, str, Sequence[int]]], *, filled_in: int = 0) -> dict:
    """Customers of each segment, a line for each.

    Parameters
    ----------
    days
        Labels of the days, the oldest first.
    series
        Id and name of each segment, and its customers at every day.
    filled_in
        So many of the first days were worked out by the first build.
    """
    places = list(range(len(days)))
    traces = []
    for number, (segment_id, name, counts) in enumerate(series):
        colour = segment_colour(segment_id)
        written = label_text(f"{numbers.segment(segment_id)} {name}")
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": written,
                "x": places,
                "y": list(counts),
                "customdata": list(days),
                "line": {"color": colour, "width": 2},
                "marker": {"color": colour, "size": 7, "symbol": SYMBOLS[number % len(SYMBOLS)]},
                "hovertemplate": f"{written}<br>%{{customdata}}: %{{y:,}} customers<extra></extra>",
            }
        )
    layout = _layout(days, filled_in)
    layout["yaxis"] |= {"rangemode": "tozero"}
    layout["xaxis"] |= {"range": [-0.3, len(days) - 0.7]}
    return {"data": traces, "layout": layout}


def by_period(periods: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *, filled_in: int = 0) -> dict:
    """Bars of customers by period, the series on top of each other, and those below zero under it.

    Parameters
    ----------
    periods
        Labels of the periods, the oldest first.
    series
        Name and customers in every period of up to three series.
    filled_in
        So many of the first periods were worked out by the first build.
    """
    traces = [
        {
            "type": "bar",
            "name": label_text(name),
            "x": list(range(len(periods))),
            "y": list(counts),
            "customdata": [[period, f"{abs(count):,}"] for period, count in zip(periods, counts, strict=True)],
            "marker": {"color": colour, "pattern": {"shape": pattern, "size": 7}},
            "hovertemplate": f"%{{customdata[0]}}<br>{label_text(name)}: %{{customdata[1]}} customers<extra></extra>",
        }
        for (name, counts), (colour, pattern) in zip(series, LOOKS, strict=False)
    ]
    layout = _layout(periods, filled_in)
    layout |= {"barmode": "relative", "bargap": 0.3}
    layout["xaxis"] |= {"range": [-0.6, len(periods) - 0.4]}
    return {"data": traces, "layout": layout}


def _layout(labels: Sequence[str], filled_in: int) -> dict:
    layout = base_layout(margin={"l": 6, "r": 12, "t": 8, "b": 8}, showlegend=True)
    # A click would hide a series for good on a phone.
    layout["legend"] = LEGEND | {"itemclick": False, "itemdoubleclick": False}
    places = list(range(len(labels) - 1, -1, -max(1, -(-len(labels) // MOST_TICKS))))[::-1]
    layout["xaxis"] = axis(
        tickmode="array",
        tickvals=places,
        ticktext=[labels[place].replace(" ", "<br>") for place in places],
        tickangle=0,
        showgrid=False,
    )
    layout["yaxis"] = axis(title=title("customers"), nticks=6, tickformat=",", zeroline=True, zerolinecolor=MUTED)
    if filled_in:
        place = filled_in - 0.5
        share = place / max(len(labels) - 1, 1)
        layout["shapes"] = [upright(place, colour=INK, dash="dash")]
        layout["annotations"] = [above(place, "filled in up to here", anchor=side(share), colour=MUTED)]
    return layout
