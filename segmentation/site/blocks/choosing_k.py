"""Blocks of the page on the number of segments: each figure over k, and the votes."""

from functools import partial
from typing import Any

import pandas as pd

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.trust import transforms
from segmentation.site.html import Markup, kind_pill
from segmentation.site.warehouse import Segmentation, Warehouse

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
VOTE_COLUMNS = (
    ("k", lambda row: html.marked(row["k"], "chosen" if row["chosen"] else "")),
    ("Votes", "votes", numbers.count),
    ("Silhouette", "silhouette", numbers.decimal3),
    ("Gap", "gap", numbers.decimal3),
    ("± by chance", "gap_se", numbers.decimal3),
    ("Mixture", "mixture_gain", numbers.decimal),
    ("Stability", "stability", numbers.decimal),
    ("Smallest", "smallest_share", numbers.percent),
    ("Largest", "largest_share", numbers.percent),
    ("Voted by", lambda row: _voters(row["voted_by"]) or numbers.MISSING),
)


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Say which k was chosen, by whom, and on what transform."""
    rows = warehouse.query("k_selection", segmentation)
    row = next((row for row in rows if row["chosen"]), None)
    if row is None:
        return html.empty("The number of segments was set by hand, so no other number was tried.")
    note = Markup(f"tried {rows[0]['k']} to {rows[-1]['k']} ")
    segments = warehouse.segments(segmentation)
    if segments:
        note += kind_pill(segments[0]["segmentation_kind"])
    items = [
        ("Number of segments (k)", numbers.count(row["k"]), note),
        ("Measures in favour", numbers.count(row["votes"]), _voters(row["voted_by"]) or "chosen by hand"),
        (
            "How far apart the groups are",
            f"{numbers.decimal(row['silhouette'])} of 1",
            f"silhouette: at 0 they run into each other, at 1 they lie far apart; {transforms(row['transforms'])}",
        ),
        (
            "Sizes",
            f"{numbers.percent(row['smallest_share'])} to {numbers.percent(row['largest_share'])}",
            f"of the customers in a segment; the smallest holds {numbers.count(row['smallest_size'])}",
        ),
    ]
    return html.tiles(items)


def votes(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of the votes by k, next to the figures that matter most."""
    rows = warehouse.query("k_selection", segmentation)
    if not rows:
        return html.empty("No number of segments was tried.")
    caption = f"Figures and votes by number of segments: {segmentation.label}"
    return html.section("sg-votes", html.table(rows, VOTE_COLUMNS, caption=caption))


def _chart(
    warehouse: Warehouse,
    segmentation: Segmentation,
    *,
    series: dict[str, str],
    reading: str,
    error: str | None = None,
    **settings: Any,
) -> Markup:
    """A figure over k, by the criterion that it votes for, with a table behind it."""
    (column, name), *_ = series.items()
    rows = warehouse.frame("k_selection", segmentation).dropna(subset=column)
    if rows.empty:
        return html.empty("This figure was not computed.")
    spoken = "; ".join(f"k = {k}: {numbers.quantity(value)}" for k, value in zip(rows["k"], rows[column], strict=True))
    label = f"{name} by number of segments. {spoken}"
    vote = _vote(rows, column)
    if vote:
        label += f". {html.sentence_case(vote[1])}: {vote[0]}"
    figure = charts.by_k(rows, list(series.items()), vote=vote, error=error, **settings)
    shown = series | ({error: "± by chance"} if error else {})
    columns = (("k", "k"), *((title, key, numbers.quantity) for key, title in shown.items()))
    table = html.table(rows.to_dict("records"), columns, caption=f"{name}: {segmentation.label}")
    return html.reading(reading) + html.chart(figure, height=HEIGHT, label=label) + html.behind(table, "Figures")


inertia = partial(
    _chart,
    series={"inertia": "Inertia"},
    chord=True,
    reading="how far customers are from the middle of their segment; its vote is where more segments help less",
)
silhouette = partial(
    _chart,
    series={"silhouette": "Silhouette"},
    tick=".2f",
    reading="at 0 groups run into each other, at 1 they lie far apart; the highest gets the vote",
)
gap = partial(
    _chart,
    series={"gap": "Gap"},
    error="gap_se",
    tick=".2f",
    reading="how much clearer than with customers made up at random; its vote: the fewest that one more does not beat",
)
mixture = partial(
    _chart,
    series={"mixture_gain": "Gain of the mixture"},
    error="mixture_gain_se",
    tick=".2f",
    reading="how much better it describes the customers than one group; bars show what may be chance",
)
stability = partial(
    _chart,
    series={"stability": "Stability"},
    tick=".2f",
    reading="how far the segments come out the same from a random choice of the customers; 1 is best",
)
calinski_harabasz = partial(
    _chart,
    series={"calinski_harabasz": "Calinski-Harabasz"},
    reading="how far apart segments are for their width; higher is better",
)
davies_bouldin = partial(
    _chart,
    series={"davies_bouldin": "Davies-Bouldin"},
    tick=".2f",
    reading="how much each segment overlaps the one most like it; lower is better",
)
sizes = partial(
    _chart,
    series={"largest_share": "Largest", "smallest_share": "Smallest"},
    tick=".0%",
    reading="share of the customers in a segment",
)


def _voters(names: str | None) -> str:
    voters = [name.strip() for name in (names or "").split(",") if name.strip()]
    return html.sentence_case(", ".join(VOTER_LABELS.get(name, name.replace("_", " ")) for name in voters))


def _vote(rows: pd.DataFrame, column: str) -> tuple[int, str] | None:
    """The k that a figure votes for and what it is called, where its criterion has a vote."""
    criterion, called = VOTERS.get(column, (None, ""))
    voted = rows["k"][rows["voted_by"].fillna("").str.split(", ").map(lambda names: criterion in names)]
    return (int(voted.iloc[0]), called) if len(voted) else None
