"""Block on the models: every one that was trained, the champion, and how challengers did against it."""

from segmentation.site import html, numbers
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first, grouped

WAYS = {
    "champion": "The champion as it stood",
    "anew": "Trained anew: the challenger",
    "warm_start": "On from the champion",
    "combined": "Champion and new network together",
}
CHALLENGERS_SHOWN = 2


def registry(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Every model that was trained, the latest first, the champion marked; how challengers did against it."""
    rows = warehouse.query("model_registry", segmentation=segmentation.name)
    if not rows:
        return html.empty("No model of this segmentation is registered.")
    lines = [
        (
            str(row["version"]) + (" " + pill("champion", "good") if row["is_champion"] else ""),
            escape(row["trained_on"]),
            escape(row["reason"]),
            escape(row["verdict"]),
            numbers.count(row["customers"]),
            numbers.count(row["k"]),
            numbers.decimal(row["silhouette"]),
            numbers.decimal(row["stability"]),
            numbers.percent(row["network_accuracy"]),
        )
        for row in rows
    ]
    head = ("Version", "Trained on", "Why", "Verdict", "Customers", "k", "Silhouette", "Lowest stability", "Network")
    reading = (
        "The champion places the customers. A model that is trained later is a challenger: it takes over where it "
        "divides today's customers better and moves few of them. Network: accuracy on customers it never saw."
    )
    made = [
        (
            str(row["version"]),
            tag("code", escape(row["model_version"])),
            escape(row["algorithm"]),
            escape(row["features"]),
            escape(row["network"]),
            str(row["seed"]),
            escape(row["data_from"] or numbers.MISSING),
            "yes" if row["is_stored"] else "no",
        )
        for row in rows
    ]
    head_made = ("Version", "Model", "Algorithm", "Divides by", "Network", "Seed", "Data from", "Stored")
    table = html.table(
        head, lines, caption=f"Models: {segmentation.label}", numbers=range(4, 9), sortable=True, stacked=True
    )
    behind = html.table(head_made, made, caption=f"How each model was made: {segmentation.label}", stacked=True)
    return (
        tag("p", escape(reading), class_="sg-reading")
        + tag("section", table, class_="sg-registry")
        + html.behind(behind, "How each was made")
        + _challengers(warehouse, segmentation)
    )


def last_build(warehouse: Warehouse, segmentation: Segmentation) -> Row | None:
    """The champion, and the day of the last build."""
    return first(warehouse.query("last_build", segmentation=segmentation.name))


def _challengers(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """The ways to bring a model up to date, held against each other, for each challenger."""
    rows = warehouse.query("model_updates", segmentation=segmentation.name)
    if not rows:
        told = "No model has been challenged yet: the first one had no other to be held against."
        return tag("p", told, class_="sg-note sg-below")
    blocks = [_challenge(segmentation, found) for found in grouped(rows, "version").values()]
    reading = (
        "Each way is measured on customers who took no part in it, in coordinates of today. Change: share of the "
        "customers with a segment who would get another. Only the challenger can take over; the other two ways are "
        "there to be compared."
    )
    shown = "".join(blocks[:CHALLENGERS_SHOWN])
    if blocks[CHALLENGERS_SHOWN:]:
        shown += html.behind("".join(blocks[CHALLENGERS_SHOWN:]), "Earlier challengers")
    title = tag("h3", "Challengers held against the champion", class_="sg-subtitle")
    return title + tag("p", escape(reading), class_="sg-reading") + shown


def _challenge(segmentation: Segmentation, rows: list[Row]) -> str:
    challenger = rows[0]
    name = f"Version {challenger['version']}, trained on {challenger['trained_on']}"
    result = pill("took over", "good") if challenger["is_champion"] else ""
    lines = [
        (
            escape(WAYS.get(row["way"], row["way"])),
            numbers.decimal(row["silhouette"], 3),
            numbers.percent(row["churn"]),
            numbers.percent(row["network_accuracy"]),
            numbers.count(row["held_out"]),
        )
        for row in rows
    ]
    head = ("Way", "Silhouette", "Change", "Network", "Held out")
    table = html.table(head, lines, caption=f"{name}: {segmentation.label}", numbers=range(1, 5), sortable=True)
    told = tag("p", escape(html.sentence_case(challenger["verdict"]) + "."), class_="sg-note")
    return tag("section", tag("h3", escape(name), result, class_="sg-subtitle"), told, table, class_="sg-challenge")
