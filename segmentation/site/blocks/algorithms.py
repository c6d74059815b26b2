"""Blocks of the page on the algorithms: their quality side by side, and a map of the clusters of each."""

from collections.abc import Callable
from string import ascii_lowercase

from segmentation.site import html, numbers
from segmentation.site.blocks.customer_map import drawn
from segmentation.site.html import escape, pill, tag
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

LABELS = {
    "kmeans": "K-means",
    "mini_batch_kmeans": "Mini-batch K-means",
    "ward": "Ward",
    "birch": "BIRCH",
    "gaussian_mixture": "Gaussian mixture",
    "dbscan": "DBSCAN",
    "hdbscan": "HDBSCAN",
    "mean_shift": "Mean shift",
    "fuzzy_c_means": "Fuzzy c-means",
    "k_prototypes": "K-prototypes",
    "autoencoder": "Autoencoder as published",
    "autoencoder_sized": "Autoencoder",
    "bands": "Bands",
}
NOISE = 0
# So many clusters that are like no segment have letters; of more the map says nothing.
MOST_LETTERS = 12
NONE_COMPARED = "No other algorithm was compared for this segmentation."


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Algorithm in use, and how far the others agree with it."""
    rows = _compared(warehouse, segmentation)
    if not rows:
        return html.empty(NONE_COMPARED)
    chosen, others = rows[0], [row for row in rows[1:] if row["adjusted_rand"] is not None]
    items = [("In use", escape(_label(chosen)), escape(f"{numbers.count(chosen['k'])} segments"))]
    if others:
        nearest, furthest = others[0], others[-1]
        items += [
            ("Agrees most", escape(_label(nearest)), escape(_agreement(nearest))),
            ("Agrees least", escape(_label(furthest)), escape(_agreement(furthest))),
        ]
    silhouettes = [row for row in rows if row["placed_silhouette"] is not None]
    if silhouettes:
        best = max(silhouettes, key=lambda row: (round(row["placed_silhouette"], 3), row["is_chosen"]))
        note = f"{_label(best)}, with every customer at the nearest centre"
        items.append(("Highest silhouette", numbers.decimal(best["placed_silhouette"]), escape(note)))
    return html.tiles(items)


def comparison(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Table of the algorithms with all figures."""
    rows = _compared(warehouse, segmentation)
    if not rows:
        return html.empty(NONE_COMPARED)
    columns: tuple[tuple[str, Callable[[Row], str]], ...] = (
        ("k", lambda row: numbers.count(row["k"])),
        ("Agreement", lambda row: numbers.decimal(row["adjusted_rand"])),
        ("Silhouette", lambda row: numbers.decimal(row["placed_silhouette"], 3)),
        ("Own silhouette", lambda row: numbers.decimal(row["silhouette"], 3)),
        ("Inertia", lambda row: numbers.quantity(row["inertia"])),
        ("Stability", lambda row: numbers.decimal(row["stability"])),
        ("Calinski-Harabasz", lambda row: numbers.count(row["calinski_harabasz"])),
        ("Davies-Bouldin", lambda row: numbers.decimal(row["davies_bouldin"])),
        ("Smallest", lambda row: numbers.percent(row["smallest_share"])),
        ("Largest", lambda row: numbers.percent(row["largest_share"])),
        ("Noise", lambda row: numbers.percent(row["noise_share"])),
        ("Faithful", lambda row: numbers.percent(row["faithfulness"])),
        ("Seconds", lambda row: numbers.decimal(row["seconds"])),
    )
    lines = [
        (
            escape(_label(row)) + (" " + pill("in use", "good") if row["is_chosen"] else ""),
            *(write(row) for _, write in columns),
            escape(_note(row)),
        )
        for row in rows
    ]
    head = ("Algorithm", *(title for title, _ in columns), "Remarks")
    caption = f"Algorithms side by side: {segmentation.label}"
    table = html.table(head, lines, caption=caption, numbers=range(1, len(head) - 1), sortable=True)
    return tag("p", escape(_reading(rows)), class_="sg-reading") + tag("section", table, class_="sg-algorithms")


def maps(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """The same customers once for each algorithm, in the colours of the segments that its clusters are like."""
    labels = {
        row["algorithm"]: row["clusters"] for row in warehouse.query("algorithm_maps", segmentation=segmentation.name)
    }
    rows = [row for row in _compared(warehouse, segmentation) if row["algorithm"] in labels]
    if not rows:
        return html.empty("The clusters of no algorithm were stored for a map.")
    points = sorted(
        warehouse.query("map_points", segmentation=segmentation.name), key=lambda point: point["customer_id"]
    )
    clusters: dict[str, list[Row]] = {}
    for row in warehouse.query("algorithm_clusters", segmentation=segmentation.name):
        clusters.setdefault(row["algorithm"], []).append(row)
    places = {"x": [_short(point["pc1"]) for point in points], "y": [_short(point["pc2"]) for point in points]}
    reading = (
        "Component 1 across, component 2 up, as on the map of the customers. A cluster has the colour and the number "
        "of the segment it shares most customers with; clusters that are like no segment are grey and have letters, "
        "and customers in no cluster (noise) are small crosses."
    )
    return tag(
        "section",
        drawn(warehouse, segmentation),
        tag("p", escape(reading), class_="sg-reading"),
        tag("script", html.script_json(places), type="application/json", class_="sg-small-maps-places"),
        tag(
            "ul",
            *(_small_map(row, labels[row["algorithm"]], clusters[row["algorithm"]]) for row in rows),
            class_="sg-small-maps-grid",
        ),
        html.behind(_cluster_table(warehouse, segmentation, rows, clusters), "Clusters of every algorithm"),
        class_="sg-small-maps",
    )


def _small_map(row: Row, labels: list[int | None], clusters: list[Row]) -> str:
    names = _names(clusters)
    marks = {
        str(cluster["cluster"]): {
            "colour": segment_colour(cluster["similar_segment_id"]) if cluster["similar_segment_id"] else None,
            "name": names.get(cluster["cluster"], ""),
            "x": _short(cluster["pc1"]),
            "y": _short(cluster["pc2"]),
        }
        for cluster in clusters
        if cluster["cluster"] != NOISE
    }
    told = [f"{numbers.count(row['k'])} {'cluster' if row['k'] == 1 else 'clusters'}"]
    told.append("in use" if row["is_chosen"] else f"agreement {numbers.decimal(row['adjusted_rand'])}")
    if row["noise_share"]:
        told.append(f"{numbers.percent(row['noise_share'])} noise")
    alike = sum(cluster["similar_segment_id"] is not None for cluster in clusters)
    label = f"Map of the clusters of {_label(row)}: {', '.join(told)}; {numbers.count(alike)} are like a segment."
    data = tag("script", html.script_json({"labels": labels, "clusters": marks}), type="application/json")
    return tag(
        "li",
        tag("h3", escape(_label(row))),
        tag("p", escape(", ".join(told)), class_="sg-muted"),
        tag("figure", data, class_="sg-small-map", role="img", aria_label=label),
    )


def _names(clusters: list[Row]) -> dict[int, str]:
    """What stands at the clusters: the number of the segment they are like, or a letter."""
    names = {row["cluster"]: str(row["similar_segment_id"]) for row in clusters if row["similar_segment_id"]}
    others = [row["cluster"] for row in clusters if row["cluster"] != NOISE and not row["similar_segment_id"]]
    return names | (dict(zip(others, ascii_lowercase, strict=False)) if len(others) <= MOST_LETTERS else {})


def _cluster_table(
    warehouse: Warehouse, segmentation: Segmentation, rows: list[Row], clusters: dict[str, list[Row]]
) -> str:
    segments = {row["segment_id"]: row["segment_name"] for row in warehouse.segments(segmentation.name)}
    lines = []
    for row in rows:
        names = _names(clusters[row["algorithm"]])
        for cluster in clusters[row["algorithm"]]:
            number = cluster["similar_segment_id"]
            lines.append(
                (
                    escape(_label(row)),
                    "noise" if cluster["cluster"] == NOISE else escape(names.get(cluster["cluster"], numbers.MISSING)),
                    html.named(number, segments.get(number, numbers.MISSING)) if number else numbers.MISSING,
                    numbers.count(cluster["customers"]),
                )
            )
    head = ("Algorithm", "On the map", "Segment it is like", "Customers drawn")
    caption = f"Clusters of every algorithm: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=[3], sortable=True, filterable=True)


def _compared(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    return warehouse.query("algorithms", segmentation=segmentation.name)


def _label(row: Row) -> str:
    return LABELS.get(row["algorithm"], html.sentence_case(row["algorithm"].replace("_", " ")))


def _agreement(row: Row) -> str:
    return f"adjusted Rand index {numbers.decimal(row['adjusted_rand'])} with the segments in use"


def _note(row: Row) -> str:
    sample = f"seen {numbers.count(row['customers_used'])} customers" if row["is_sample"] else ""
    return "; ".join(filter(None, (sample, row["note"])))


def _reading(rows: list[Row]) -> str:
    told = (
        "All measured in the same space, the scaled features. Agreement with the segments in use is the adjusted Rand "
        "index: 1 for the same division, about 0 for chance. The silhouette is that of the segments an algorithm would "
        "make, every customer at the nearest centre; its own leaves noise out, which flatters those that leave much "
        "out. Inertia (low is good) can be compared for the same k only. Stability is the overlap with clusterings of "
        "customers drawn again. Faithful is the share whom the nearest centre places as the algorithm did."
    )
    return told + (
        " Those that have seen a sample place the other customers at the nearest centre."
        if any(row["is_sample"] for row in rows)
        else ""
    )


def _short(value: float | None) -> float:
    return 0.0 if value is None else float(f"{value:.3g}")
