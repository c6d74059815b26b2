"""Block of the page on the number of segments: a slider over the numbers that were tried, and each one's clusters."""

from string import ascii_uppercase

from segmentation.site import charts, html, numbers
from segmentation.site.charts.clusters import Cluster
from segmentation.site.html import escape, mark, pill, tag
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

HEIGHT = 380
# The axis of silhouettes starts in steps of so much.
STEP = 0.1


def explorer(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Slider over k; sizes, quality, map and silhouette plot of the picked one's clusters, the k in use first."""
    tried = warehouse.k_selection(segmentation.name)
    clusters = grouped(warehouse.query("k_clusters", segmentation=segmentation.name), "k")
    tried = [row for row in tried if row["k"] in clusters]
    if not tried:
        return html.empty("No number of segments was tried.")
    customers = grouped(warehouse.query("k_customers", segmentation=segmentation.name), "k")
    start = next((place for place, row in enumerate(tried) if row["chosen"]), 0)
    lowest = _lowest(customers)
    panels = [
        _panel(row, clusters[row["k"]], customers.get(row["k"], []), lowest=lowest, hidden=place != start)
        for place, row in enumerate(tried)
    ]
    return tag("section", _slider(segmentation, tried, start), *panels, class_="sg-k")


def _slider(segmentation: Segmentation, tried: list[Row], start: int) -> str:
    """The slider moves over places, since the numbers tried may have gaps; choosing-k.js shows the panel."""
    name = f"sg-k-{segmentation.name}"
    slider = tag(
        "input",
        id=name,
        type="range",
        min="0",
        max=str(len(tried) - 1),
        step="1",
        value=str(start),
        data_start=str(start),
        aria_valuetext=_told(tried[start]),
        autocomplete="off",
    ).removesuffix("</input>")
    return tag(
        "section",
        tag("label", "Number of clusters", for_=name),
        tag("button", "−", type="button", class_="sg-button", data_step="-1", aria_label="One cluster less"),
        tag("span", str(tried[0]["k"]), class_="sg-muted", aria_hidden="true"),
        slider,
        tag("span", str(tried[-1]["k"]), class_="sg-muted", aria_hidden="true"),
        tag("button", "+", type="button", class_="sg-button", data_step="1", aria_label="One cluster more"),
        tag("output", escape(_told(tried[start])), for_=name, class_="sg-k-told"),
        tag("button", escape(f"Back to {tried[start]['k']}"), type="button", class_="sg-button", data_back=True),
        class_="sg-k-pick",
    )


def _told(row: Row) -> str:
    return f"{row['k']} clusters" + (", the number chosen" if row["chosen"] else "")


def _panel(row: Row, clusters: list[Row], customers: list[Row], *, lowest: float, hidden: bool) -> str:
    found = grouped(customers, "cluster")
    drawn = [
        Cluster(_letter(cluster), _name(cluster), _colour(cluster), found[cluster["cluster"]])
        for cluster in clusters
        if cluster["cluster"] in found
    ]
    views = [tag("section", _facts(row), _table(row, clusters), class_="sg-k-table")]
    if drawn:
        shown, total = len(customers), sum(cluster["customers"] for cluster in clusters)
        of = f"all {numbers.count(shown)} customers"
        if shown < total:
            of = f"a sample of {numbers.count(shown)} of {numbers.count(total)} customers"
        views += [_map(row, drawn, of), _silhouettes(row, drawn, of, lowest)]
    return tag(
        "section",
        *views,
        class_="sg-k-panel",
        data_told=_told(row),
        hidden=hidden,
    )


def _facts(row: Row) -> str:
    facts = [
        pill(f"silhouette {numbers.decimal(row['silhouette'])}"),
        pill(f"stability {numbers.decimal(row['stability'])}"),
        pill(f"{numbers.count(row['votes'])} vote{'' if row['votes'] == 1 else 's'}"),
    ]
    return tag("p", pill("chosen", "good") if row["chosen"] else "", *facts, class_="sg-facts")


def _table(row: Row, clusters: list[Row]) -> str:
    largest = max(cluster["customer_share"] for cluster in clusters) or 1
    lines = []
    for cluster in clusters:
        name = mark(_letter(cluster), _colour(cluster)) + tag("span", escape(_name(cluster)))
        bar = f"--seg: {_colour(cluster)}; --share: {cluster['customer_share'] / largest:.3f}"
        size = f"{numbers.count(cluster['customers'])} · {numbers.percent(cluster['customer_share'])}"
        lines.append(
            (
                tag("span", name, class_="sg-named"),
                size + tag("span", class_="sg-track", style=bar, aria_hidden="true"),
                numbers.decimal(cluster["silhouette"]),
                numbers.decimal(cluster["stability"]),
                numbers.percent(cluster["nearer_to_another_share"]),
            )
        )
    head = ("Cluster", "Customers", "Silhouette", "Stability", "Under 0")
    table = html.table(head, lines, caption=f"Clusters with k = {row['k']}", numbers=[2, 3, 4])
    return table + tag("p", escape(_key(clusters)), class_="sg-note sg-below")


def _key(clusters: list[Row]) -> str:
    under = "Under 0: share of the sampled customers who are nearer to another cluster than to their own."
    if clusters[0]["segment_id"] is not None:
        return under
    return f"{under} Letters and colours hold for this number of clusters only: they are no segments."


def _map(row: Row, drawn: list[Cluster], of: str) -> str:
    reading = f"{html.sentence_case(of)}, on the two directions in which customers differ most."
    label = f"Map of {of} in {row['k']} clusters; sizes and quality of the clusters are in the table beside it"
    return _view("Where the clusters lie", reading, html.chart(charts.scatter(drawn), height=HEIGHT, label=label))


def _silhouettes(row: Row, drawn: list[Cluster], of: str, lowest: float) -> str:
    reading = f"{html.sentence_case(of)}, each a line: how much nearer to the own cluster than to the next, or under 0."
    means = "; ".join(
        f"{cluster.name}: from {_silhouette(cluster.rows[-1])} to {_silhouette(cluster.rows[0])}" for cluster in drawn
    )
    label = f"Silhouettes of {of} by cluster, mean {numbers.decimal(row['silhouette'])}. {means}"
    figure = charts.silhouettes(drawn, mean=row["silhouette"], lowest=lowest)
    return _view("Silhouette of each customer", reading, html.chart(figure, height=HEIGHT, label=label))


def _view(heading: str, reading: str, chart: str) -> str:
    return tag("section", tag("h3", escape(heading)), tag("p", escape(reading), class_="sg-reading"), chart)


def _silhouette(row: Row) -> str:
    return numbers.decimal(row["silhouette"])


def _lowest(customers: dict[int, list[Row]]) -> float:
    """Where the axis of silhouettes starts: room for the lowest, and left of it for the marks of the clusters."""
    values = [row["silhouette"] for rows in customers.values() for row in rows if row["silhouette"] is not None]
    return min(values, default=0.0) // STEP * STEP - STEP


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
