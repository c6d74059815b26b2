"""Block on the models: every one that was trained, the champion, and how challengers compared with it."""

from segmentation.site import html, numbers
from segmentation.site.blocks import predicted
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first, grouped

# Update methods, as the column `way` names them.
METHODS = {
    "champion": "The model in use, as it stood",
    "anew": "Trained anew: the newer model",
    "warm_start": "Trained on from the one in use",
    "combined": "The one in use and a new network together",
}
CHALLENGERS_SHOWN = 2
MODEL_COLUMNS = (
    ("Version", lambda row: html.marked(row["version"], "in use" if row["is_champion"] else "")),
    ("Trained on", "trained_on"),
    ("Why", "reason"),
    ("Verdict", "verdict"),
    ("Customers", "customers", numbers.count),
    ("Segments", "k", numbers.count),
    ("Clearness (silhouette)", "silhouette", numbers.decimal),
    ("Lowest stability", "stability", numbers.decimal),
    ("Hidden ones right", "network_accuracy", numbers.percent),
)
RECIPE_COLUMNS = (
    ("Version", "version"),
    ("Model", lambda row: html.code(row["model_version"])),
    ("Algorithm", "algorithm"),
    ("Features", "features"),
    ("Network", "network"),
    ("Seed", "seed"),
    ("Data from", lambda row: row["data_from"] or numbers.MISSING),
    ("Stored", lambda row: "yes" if row["is_stored"] else "no"),
)
UPDATE_COLUMNS = (
    ("Update method", lambda row: METHODS.get(row["way"], row["way"])),
    ("Silhouette", "silhouette", numbers.decimal3),
    ("Against the one in use", lambda row: _gain(row), str),
    ("Change", "churn", numbers.percent),
    ("Network", "network_accuracy", numbers.percent),
    ("Held out", "held_out", numbers.count),
)


def registry(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Every model that was trained, the latest first, the champion marked; how challengers compared with it."""
    models = warehouse.query("model_registry", segmentation)
    if not models:
        return html.empty("No model of this segmentation is registered.")
    label = segmentation.label
    challenges = grouped(warehouse.query("model_updates", segmentation), "version")
    blocks = [_challenge(label, rows) for rows in challenges.values()]
    return html.render(
        "registry",
        models=html.table(models, MODEL_COLUMNS, caption=f"Models: {label}", sortable=True, stacked=True),
        left_out=predicted.left_out(warehouse, segmentation),
        recipes=html.table(models, RECIPE_COLUMNS, caption=f"How each model was made: {label}", stacked=True),
        challenges=blocks[:CHALLENGERS_SHOWN],
        earlier=html.join(*blocks[CHALLENGERS_SHOWN:]),
    )


def last_build(warehouse: Warehouse, segmentation: Segmentation) -> Row | None:
    """The champion, and the day of the last build."""
    return first(warehouse.query("last_build", segmentation))


def _gain(row: Row) -> str:
    """What the interval of the difference of silhouettes says; empty for the champion, and where none was taken."""
    return numbers.compared(row["compared_with_champion"], row["silhouette_gain_low"], row["silhouette_gain_high"])


def _challenge(label: str, rows: list[Row]) -> Markup:
    """One challenger and the champion, by every update method."""
    challenger = rows[0]
    name = f"Version {challenger['version']}, trained on {challenger['trained_on']}"
    table = html.table(rows, UPDATE_COLUMNS, caption=f"{name}: {label}", sortable=True)
    return html.render("challenge", name=name, row=challenger, table=table)
