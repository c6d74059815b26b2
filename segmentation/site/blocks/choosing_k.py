"""Blocks of the page on the number of segments: each figure over k, and the votes."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.overview import transforms
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse

HEIGHT = 250
# The criterion that votes by a figure, and what its k is called in the figure's chart.
VOTERS = {
    "inertia": ("elbow", "elbow"),
    "silhouette": ("silhouette", "highest"),
    "gap": ("gap", "its vote"),
    "mixture_gain": ("mixture", "highest"),
    "stability": ("stability", "highest"),
    "calinski_harabasz": ("calinski_harabasz", "highest"),
    "davies_bouldin": ("davies_bouldin", "lowest"),
}
VOTER_LABELS = {
    "davies_bouldin": "Davies-Bouldin",
    "calinski_harabasz": "Calinski-Harabasz",
}


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Sentence that says which k was chosen, by whom, and on what transform."""
    rows = warehouse.k_selection(segmentation.name)
    chosen = [row for row in rows if row["chosen"]]
    if not chosen:
        return html.empty("The number of segments was set by hand, so no other number was tried.")
    row = chosen[0]
    tried = escape(f"tried {rows[0]['k']} to {rows[-1]['k']}")
    segments = [row for row in warehouse.segments(segmentation.name) if row["segment_id"] > 0]
    if segments and segments[0]["basis"] == "bands":
        instead = f"no clear structure: {len(segments)} bands are used instead"
        first = ("Best k", numbers.count(row["k"]), tried + pill(instead, "warn"))
    else:
        first = ("Chosen k", numbers.count(row["k"]), tried)
    items = [
        first,
        ("Votes for it", numbers.count(row["votes"]), escape(_voters(row["voted_by"]) or "chosen by hand")),
        ("Silhouette", numbers.decimal(row["silhouette"]), escape(transforms(row["transforms"]))),
        (
            "Sizes",
            f"{numbers.percent(row['smallest_share'])} to {numbers.percent(row['largest_share'])}",
            escape(f"the smallest holds {numbers.count(row['smallest_size'])} customers"),
        ),
    ]
    return html.tiles(items)


def inertia(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Elbow chart, the found elbow marked."""
    reading = "the elbow is furthest below the straight line between the ends"
    return _chart(warehouse, segmentation, [("inertia", "Inertia")], chord=True, reading=reading)


def silhouette(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Silhouette by k."""
    return _chart(warehouse, segmentation, [("silhouette", "Silhouette")], tick=".2f", reading="higher is better")


def gap(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Gap statistic by k with its standard error."""
    reading = "how far from chance; it votes for the smallest k within one standard error, a bar, of the next"
    return _chart(warehouse, segmentation, [("gap", "Gap")], error="gap_se", tick=".2f", reading=reading)


def mixture(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Gain of a mixture over one group by k, with the standard error of its distance to the highest."""
    reading = "how much better than one group; bars reach to where it could be the best"
    series = [("mixture_gain", "Gain of the mixture")]
    return _chart(warehouse, segmentation, series, error="mixture_gain_se", tick=".2f", reading=reading)


def stability(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Stability under resampling by k."""
    reading = "agreement on customers drawn again; 1 is best"
    return _chart(warehouse, segmentation, [("stability", "Stability")], tick=".2f", reading=reading)


def calinski_harabasz(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Calinski-Harabasz by k."""
    return _chart(warehouse, segmentation, [("calinski_harabasz", "Calinski-Harabasz")], reading="higher is better")


def davies_bouldin(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Davies-Bouldin by k."""
    return _chart(
        warehouse, segmentation, [("davies_bouldin", "Davies-Bouldin")], tick=".2f", reading="lower is better"
    )


def sizes(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Largest and smallest share by k."""
    series = [("largest_share", "Largest"), ("smallest_share", "Smallest")]
    reading = "share of all customers"
    return _chart(warehouse, segmentation, series, tick=".0%", reading=reading)


def votes(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Table of the votes by k, beside the figures that matter most."""
    columns: tuple[tuple[str, str, Callable], ...] = (
        ("Silhouette", "silhouette", lambda value: numbers.decimal(value, 3)),
        ("Gap", "gap", lambda value: numbers.decimal(value, 3)),
        ("± s.e.", "gap_se", lambda value: numbers.decimal(value, 3)),
        ("Mixture", "mixture_gain", numbers.decimal),
        ("Stability", "stability", numbers.decimal),
        ("Smallest", "smallest_share", numbers.percent),
        ("Largest", "largest_share", numbers.percent),
    )
    rows = warehouse.k_selection(segmentation.name)
    if not rows:
        return html.empty("No number of segments was tried.")
    lines = []
    for row in rows:
        mark = f"{row['k']} " + (pill("chosen", "good") if row["chosen"] else "")
        figures = [write(row[column]) for _, column, write in columns]
        lines.append([mark, numbers.count(row["votes"]), escape(_voters(row["voted_by"])), *figures])
    head = ("k", "Votes", "Voted by", *(title for title, *_ in columns))
    caption = f"Figures and votes by number of segments: {segmentation.label}"
    table = html.table(head, lines, caption=caption, numbers=[1, *range(3, len(head))])
    return tag("section", table, class_="sg-votes")


def _voters(names: str | None) -> str:
    voters = [name.strip() for name in (names or "").split(",") if name.strip()]
    return html.sentence_case(", ".join(VOTER_LABELS.get(name, name.replace("_", " ")) for name in voters))


def _chart(
    warehouse: Warehouse, segmentation: Segmentation, series: list[tuple[str, str]], *, reading: str, **settings: Any
) -> str:
    column, name = series[0]
    rows = [row for row in warehouse.k_selection(segmentation.name) if row[column] is not None]
    if not rows:
        return html.empty("This figure was not computed.")
    spoken = "; ".join(f"k = {row['k']}: {numbers.quantity(row[column])}" for row in rows)
    vote = _vote(rows, column)
    figure = charts.by_k(pd.DataFrame(rows), series, vote=vote, **settings)
    label = f"{name} by number of segments. {spoken}" + (f". {html.sentence_case(vote[1])}: {vote[0]}" if vote else "")
    return (
        tag("p", escape(reading), class_="sg-reading")
        + html.chart(figure, height=HEIGHT, label=label)
        + html.behind(_figures(rows, series, settings.get("error"), caption=f"{name}: {segmentation.label}"), "Figures")
    )


def _vote(rows: list[Row], column: str) -> tuple[int, str] | None:
    """The k that a figure votes for and what it is called, where its criterion has a vote."""
    criterion, called = VOTERS.get(column, (None, ""))
    return next(((row["k"], called) for row in rows if criterion in (row["voted_by"] or "").split(", ")), None)


def _figures(rows: list[Row], series: list[tuple[str, str]], error: str | None, *, caption: str) -> str:
    columns = [*series, *([(error, "± s.e.")] if error else [])]
    lines = [(str(row["k"]), *(numbers.quantity(row[column]) for column, _ in columns)) for row in rows]
    head = ("k", *(name for _, name in columns))
    return html.table(head, lines, caption=caption, numbers=range(1, len(head)))
