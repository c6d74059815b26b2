"""Sampled customers of a clustering: where they lie, and how well each lies in its cluster."""

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.site.charts.style import above, axis, base_layout, label_text, title, upright
from segmentation.site.palette import INK, SURFACE

# Empty room between the clusters of a silhouette plot, as a share of its customers.
ROOM = 0.015


@dataclass(frozen=True)
class Cluster:
    """A cluster with its customers.

    Attributes
    ----------
    mark : str
        Number or letter that stands for it in a chart.
    name : str
    colour : str
    rows : list of dict
        Its sampled customers, the highest ``silhouette`` first, with ``pc1`` and ``pc2``.
    """

    mark: str
    name: str
    colour: str
    rows: Sequence[dict]


def scatter(clusters: Sequence[Cluster]) -> dict:
    """Customers on the two leading principal components, each cluster in its colour with its mark in the middle.

    Parameters
    ----------
    clusters
        Those with customers in the sample.
    """
    traces, marks = [], []
    for cluster in clusters:
        # What the eye cannot see would make the page heavy; customers on a line have no second component.
        x, y = ([round(row[axis_] or 0, 2) for row in cluster.rows] for axis_ in ("pc1", "pc2"))
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": label_text(cluster.name),
                "x": x,
                "y": y,
                "marker": {"color": cluster.colour, "size": 5, "opacity": 0.6},
                "hovertemplate": f"{label_text(cluster.name)}<extra></extra>",
            }
        )
        marks.append(_mark(cluster, sum(x) / len(x), sum(y) / len(y)))
    layout = base_layout(margin={"l": 6, "r": 8, "t": 8, "b": 8}, annotations=marks)
    layout["xaxis"] = axis(title=title("first principal component"), nticks=6)
    layout["yaxis"] = axis(title=title("second principal component"), nticks=6)
    return {"data": traces, "layout": layout}


def silhouettes(clusters: Sequence[Cluster], *, mean: float | None, lowest: float) -> dict:
    """The silhouette plot of Rousseeuw (1987): customers from the highest to the lowest, cluster under cluster.

    Parameters
    ----------
    clusters
        Those with customers in the sample.
    mean
        Mean silhouette, drawn as a line.
    lowest
        Where the axis starts, the same for every k, so that plots can be held against each other.
    """
    total = sum(len(cluster.rows) for cluster in clusters)
    room = max(1, round(total * ROOM))
    traces, marks, place = [], [], 0
    for cluster in clusters:
        values = [round(row["silhouette"] or 0, 2) for row in cluster.rows]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": label_text(cluster.name),
                "x": values,
                "y0": place,
                "dy": 1,
                "fill": "tozerox",
                "fillcolor": cluster.colour,
                "line": {"color": cluster.colour, "width": 1},
                "hoveron": "points",
                "hovertemplate": f"{label_text(cluster.name)}: %{{x:.2f}}<extra></extra>",
            }
        )
        marks.append(_mark(cluster, lowest, place + len(values) / 2) | {"xanchor": "left"})
        place += len(values) + room
    layout = base_layout(margin={"l": 6, "r": 12, "t": 22, "b": 8})
    layout["xaxis"] = axis(title=title("silhouette of each customer"), range=[lowest, 1], dtick=0.25, tickangle=0)
    layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [place, -room]}
    layout["shapes"] = [upright(0, colour=INK, dash="solid")]
    layout["annotations"] = marks
    if mean is not None:
        layout["shapes"] = [*layout["shapes"], upright(mean, colour=INK, dash="dash") | {"layer": "above"}]
        layout["annotations"] = [*marks, above(mean, f"mean {mean:.2f}")]
    return {"data": traces, "layout": layout}


def _mark(cluster: Cluster, x: float, y: float) -> dict:
    return {
        "x": round(x, 2),
        "y": round(y, 2),
        "text": f"<b>{label_text(cluster.mark)}</b>",
        "showarrow": False,
        "font": {"color": INK, "size": 13},
        "bgcolor": SURFACE,
        "bordercolor": cluster.colour,
        "borderwidth": 2,
        "borderpad": 1,
    }
