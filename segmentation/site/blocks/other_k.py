"""Block of the page on the number of segments: a slider over the numbers that were tried, and each one's clusters."""

from string import ascii_uppercase

from segmentation.site import charts, html, numbers
from segmentation.site.blocks import predicted
from segmentation.site.charts.clusters import Cluster
from segmentation.site.html import Markup, pill
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

HEIGHT = 380
# The axis of silhouettes starts in steps of so much.
STEP = 0.1
UNDER = "Under 0: share of the sampled customers who are nearer to another cluster than to their own."
NO_SEGMENTS = " Letters and colours hold for this number of clusters only: they are no segments."


def explorer(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Slider over k; sizes, quality, map and silhouette plot of the picked one's clusters, the k in use first."""
    clusters = grouped(warehouse.query("k_clusters", segmentation), "k")
    tried = [row for row in warehouse.query("k_selection", segmentation) if row["k"] in clusters]
    if not tried:
        return html.empty("No number of segments was tried.")
    customers = grouped(warehouse.query("k_customers", segmentation), "k")
    # Where the axis of silhouettes starts: room for the lowest, and left of it for the marks of the clusters.
    values = [row["silhouette"] for rows in customers.values() for row in rows if row["silhouette"] is not None]
    lowest = min(values, default=0.0) // STEP * STEP - STEP
    left_out = predicted.left_out(warehouse, segmentation)
    return html.render(
        "other_k",
        name=f"sg-k-{segmentation.name}",
        start=next((place for place, row in enumerate(tried) if row["chosen"]), 0),
        panels=[
            _panel(row, clusters[row["k"]], customers.get(row["k"], []), lowest=lowest, left_out=left_out)
            for row in tried
        ],
    )


def _panel(row: Row, clusters: list[Row], customers: list[Row], *, lowest: float, left_out: str) -> Row:
    found = grouped(customers, "cluster")
    drawn = [
        Cluster(_letter(cluster), _name(cluster), _colour(cluster), found[cluster["cluster"]])
        for cluster in clusters
        if cluster["cluster"] in found
    ]
    facts = [
        pill(f"silhouette {numbers.decimal(row['silhouette'])}"),
        pill(f"stability {numbers.decimal(row['stability'])}"),
        pill(numbers.counted(row["votes"], "vote")),
    ]
    shown, total = len(customers), sum(cluster["customers"] for cluster in clusters)
    of = f"all {numbers.count(shown)} customers"
    if shown < total:
        of = f"a sample of {numbers.count(shown)} of {numbers.count(total)} customers"
    return {
        "k": row["k"],
        "title": f"{row['k']} clusters" + (", the number chosen" if row["chosen"] else ""),
        "facts": ([pill("chosen", "good")] if row["chosen"] else []) + facts,
        "table": _table(row, clusters),
        "key": (UNDER if clusters[0]["segment_id"] is not None else UNDER + NO_SEGMENTS) + left_out,
        "customers": html.sentence_case(of),
        "map": _map(row, drawn, of) if drawn else None,
        "silhouettes": _silhouettes(row, drawn, of, lowest) if drawn else None,
    }


def _table(row: Row, clusters: list[Row]) -> Markup:
    largest = max(cluster["customer_share"] for cluster in clusters) or 1
    total = numbers.count(sum(cluster["customers"] for cluster in clusters))
    columns = (
        ("Cluster", lambda cluster: html.text(_mark(cluster) + html.text(_name(cluster)), "sg-named")),
        (
            f"Customers, share of {total}",
            lambda cluster: (
                f"{numbers.count(cluster['customers'])} · {numbers.percent(cluster['customer_share'])}"
                + html.track(_colour(cluster), cluster["customer_share"] / largest)
            ),
        ),
        ("Silhouette", "silhouette", numbers.decimal),
        ("Stability", "stability", numbers.decimal),
        ("Under 0", "nearer_to_another_share", numbers.percent),
    )
    return html.table(clusters, columns, caption=f"Clusters with k = {row['k']}")


def _map(row: Row, drawn: list[Cluster], of: str) -> Markup:
    label = f"Map of {of} in {row['k']} clusters; sizes and quality of the clusters are in the table next to it"
    return html.chart(charts.scatter(drawn), height=HEIGHT, label=label)


def _silhouettes(row: Row, drawn: list[Cluster], of: str, lowest: float) -> Markup:
    ranges = "; ".join(
        f"{cluster.name}: from {numbers.decimal(cluster.rows[-1]['silhouette'])} "
        f"to {numbers.decimal(cluster.rows[0]['silhouette'])}"
        for cluster in drawn
    )
    label = f"Silhouettes of {of} by cluster, mean {numbers.decimal(row['silhouette'])}. {ranges}"
    figure = charts.silhouettes(drawn, mean=row["silhouette"], lowest=lowest)
    return html.chart(figure, height=HEIGHT, label=label)


def _letter(cluster: Row) -> str:
    """Number of the segment where the cluster became one, else a letter: its number would be taken for a segment's."""
    if cluster["segment_id"] is not None:
        return str(cluster["segment_id"])
    place = cluster["cluster"]
    return ascii_uppercase[place - 1] if place <= len(ascii_uppercase) else f"C{place}"


def _name(cluster: Row) -> str:
    return cluster["segment_name"] or f"Cluster {_letter(cluster)}"


def _colour(cluster: Row) -> str:
    return segment_colour(cluster["segment_id"] if cluster["segment_id"] is not None else cluster["cluster"])


def _mark(cluster: Row) -> Markup:
    return html.mark(_letter(cluster), _colour(cluster))
