"""Blocks of the page on the algorithms: their quality side by side, and a map of the clusters of each."""

from string import ascii_lowercase

from segmentation.site import html, numbers
from segmentation.site.blocks.customer_map import drawn, rounded
from segmentation.site.html import Markup
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import NO_CUSTOMERS, Row, Segmentation, Warehouse, grouped

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
# So many clusters that are like no segment have letters; more have none on the map.
MOST_LETTERS = 12
NONE_COMPARED = "No other algorithm was compared for this segmentation."
COLUMNS = (
    ("Algorithm", lambda row: html.marked(_label(row), "in use" if row["is_chosen"] else "")),
    ("k", "k", numbers.count),
    ("Agreement", "adjusted_rand", numbers.decimal),
    ("Silhouette", "placed_silhouette", numbers.decimal3),
    ("Against the one in use", lambda row: _gain(row)),
    ("Stability", "stability", numbers.decimal),
    ("Smallest", "smallest_share", numbers.percent),
    ("Largest", "largest_share", numbers.percent),
    ("Noise", "noise_share", numbers.percent),
    ("Remarks", lambda row: _remarks(row)),
)
FURTHER = (
    COLUMNS[0],
    ("Own silhouette", "silhouette", numbers.decimal3),
    ("Inertia", "inertia", numbers.quantity),
    ("Calinski-Harabasz", "calinski_harabasz", numbers.count),
    ("Davies-Bouldin", "davies_bouldin", numbers.decimal),
    ("Faithful", "faithfulness", numbers.percent),
    ("Seconds", "seconds", numbers.decimal),
)
READING = (
    "All are measured on the same scaled features. Agreement with the segments in use: 1 for the same groups, about 0 "
    "for chance (adjusted Rand index). Silhouette: how clear an algorithm's segments would be, with every customer at "
    "the nearest centre; better or worse than the one in use where the 95% interval of the difference on the same "
    "customers says so. Stability: how far the segments come out the same from a random choice of the customers. k: "
    "the number of segments, with the share of customers in the smallest and the largest. Noise: the share who are "
    "put in none."
)
READING_FURTHER = (
    "Own silhouette: that of the groups as the algorithm made them, which leaves out whoever it put nowhere and so "
    "flatters it. Inertia: how far customers are from the middle of their segment, to be compared for the same number "
    "of segments. Calinski-Harabasz is higher, Davies-Bouldin lower, the clearer the groups are. Faithful: the share "
    "of customers whose nearest centre is that of the group the algorithm gave them."
)
SAMPLED = " Algorithms that were fitted on a sample assign the other customers to the nearest centre."
MAP_READING = (
    "Component 1 across, component 2 up, as on the map of the customers. A cluster has the colour and the number "
    "of the segment it shares most customers with; clusters that are like no segment are grey and have letters, "
    "and customers in no cluster (noise) are small crosses."
)


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Algorithm in use, and how far the others agree with it."""
    rows = warehouse.query("algorithms", segmentation)
    if not rows:
        return html.empty(NONE_COMPARED)
    chosen, others = rows[0], [row for row in rows[1:] if row["adjusted_rand"] is not None]
    items = [("In use", _label(chosen), f"{numbers.count(chosen['k'])} segments")]
    if others:
        items += [
            (
                title,
                _label(row),
                f"to {numbers.decimal(row['adjusted_rand'])}: 1 is the same groups, 0 chance (adjusted Rand index)",
            )
            for title, row in (("Agrees most", others[0]), ("Agrees least", others[-1]))
        ]
    silhouettes = [row for row in rows if row["placed_silhouette"] is not None]
    if silhouettes:
        best = max(silhouettes, key=lambda row: (round(row["placed_silhouette"], 3), row["is_chosen"]))
        items.append(("Clearest groups", numbers.decimal(best["placed_silhouette"]), _of_the_best(best, others)))
    return html.tiles(items)


def comparison(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of the algorithms with all figures."""
    rows = warehouse.query("algorithms", segmentation)
    if not rows:
        return html.empty(NONE_COMPARED)
    table = html.table(rows, COLUMNS, caption=f"Algorithms side by side: {segmentation.label}", sortable=True)
    further = html.table(rows, FURTHER, caption=f"Further figures: {segmentation.label}", sortable=True)
    reading = READING + (SAMPLED if any(row["is_sample"] for row in rows) else "")
    behind = html.behind(html.reading(READING_FURTHER) + further, "Further figures")
    return html.join(html.reading(reading), html.section("sg-algorithms", table), behind)


def maps(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """The same customers once for each algorithm, in the colours of the segments that its clusters are like."""
    labels = {row["algorithm"]: row["clusters"] for row in warehouse.query("algorithm_maps", segmentation)}
    rows = [row for row in warehouse.query("algorithms", segmentation) if row["algorithm"] in labels]
    if not rows:
        stored = "The clusters of no algorithm were stored for a map."
        return html.empty(stored if warehouse.shows_customers() else NO_CUSTOMERS)
    points = warehouse.frame("map_points", segmentation).sort_values("customer_id")[["pc1", "pc2"]].fillna(0)
    clusters = grouped(warehouse.query("algorithm_clusters", segmentation), "algorithm")
    return html.render(
        "algorithm_maps",
        drawn=drawn(warehouse, segmentation),
        reading=MAP_READING,
        places={axis: [rounded(value) for value in points[name]] for axis, name in (("x", "pc1"), ("y", "pc2"))},
        maps=[_small_map(row, labels[row["algorithm"]], clusters[row["algorithm"]]) for row in rows],
        table=_cluster_table(warehouse, segmentation, rows, clusters),
    )


def _small_map(row: Row, labels: list[int | None], clusters: list[Row]) -> Row:
    names = _names(clusters)
    marks = {
        str(cluster["cluster"]): {
            "colour": segment_colour(cluster["similar_segment_id"]) if cluster["similar_segment_id"] else None,
            "name": names.get(cluster["cluster"], ""),
            "x": rounded(cluster["pc1"] or 0),
            "y": rounded(cluster["pc2"] or 0),
        }
        for cluster in clusters
        if cluster["cluster"] != NOISE
    }
    facts = [numbers.counted(row["k"], "cluster")]
    facts.append("in use" if row["is_chosen"] else f"agreement {numbers.decimal(row['adjusted_rand'])}")
    if row["noise_share"]:
        facts.append(f"{numbers.percent(row['noise_share'])} noise")
    return {
        "label": _label(row),
        "facts": ", ".join(facts),
        "alike": sum(cluster["similar_segment_id"] is not None for cluster in clusters),
        "data": {"labels": labels, "clusters": marks},
    }


def _names(clusters: list[Row]) -> dict[int, str]:
    """How the clusters are marked: by the number of the segment they are like, or a letter."""
    names = {row["cluster"]: str(row["similar_segment_id"]) for row in clusters if row["similar_segment_id"]}
    others = [row["cluster"] for row in clusters if row["cluster"] != NOISE and not row["similar_segment_id"]]
    return names | (dict(zip(others, ascii_lowercase, strict=False)) if len(others) <= MOST_LETTERS else {})


def _cluster_table(
    warehouse: Warehouse, segmentation: Segmentation, rows: list[Row], clusters: dict[str, list[Row]]
) -> Markup:
    segments = {row["segment_id"]: html.segment(row) for row in warehouse.segments(segmentation)}
    lines = []
    for row in rows:
        names = _names(clusters[row["algorithm"]]) | {NOISE: "noise"}
        lines += [
            {
                "label": _label(row),
                "name": names.get(cluster["cluster"], numbers.MISSING),
                "segment": segments.get(cluster["similar_segment_id"] or None, numbers.MISSING),
                "customers": cluster["customers"],
            }
            for cluster in clusters[row["algorithm"]]
        ]
    columns = (
        ("Algorithm", "label"),
        ("On the map", "name"),
        ("Segment it is like", "segment"),
        ("Customers drawn", "customers", numbers.count),
    )
    caption = f"Clusters of every algorithm: {segmentation.label}"
    return html.table(lines, columns, caption=caption, sortable=True, filterable=True)


def _of_the_best(best: Row, others: list[Row]) -> str:
    """Whose the highest silhouette is, and whether it can be told from that of the algorithm in use."""
    note = f"{_label(best)}; 0 is blurred, 1 is clear (silhouette, every customer at the nearest centre)"
    if not best["is_chosen"]:
        gain = _gain(best)
        return f"{note}; against the one in use: {gain}" if gain else note
    alike = [_label(row) for row in others if row["compared_with_chosen"] == "cannot tell"]
    return f"{note}; cannot be told from {', '.join(alike)}" if alike else note


def _gain(row: Row) -> str:
    return numbers.compared(row["compared_with_chosen"], row["silhouette_gain_low"], row["silhouette_gain_high"])


def _label(row: Row) -> str:
    return LABELS.get(row["algorithm"], html.sentence_case(row["algorithm"].replace("_", " ")))


def _remarks(row: Row) -> str:
    sample = f"fitted on {numbers.count(row['customers_used'])} customers" if row["is_sample"] else ""
    return "; ".join(filter(None, (sample, row["note"])))
