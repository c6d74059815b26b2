"""Block on the cold start: how well the segment of new customers is predicted by what is known of them early."""

import pandas as pd

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.classifier import FLOOR, HEIGHT, STAGES, label
from segmentation.site.html import Markup
from segmentation.site.warehouse import Segmentation, Warehouse

COLD_STARTS = ("network", "logistic_regression")
# Of fewer customers an accuracy is chance: it is in the table only.
FEWEST_DRAWN = 10
VERDICTS = {
    "better": "which is better than",
    "worse": "which is worse than",
    "cannot tell": "and one cannot tell whether that is better than",
}
COLUMNS = (
    ("Model", lambda row: label(row["model"])),
    ("Sure from", lambda row: _threshold(row), Markup),
    ("Customers", "customers", numbers.count),
    ("Assigned", "coverage", numbers.percent),
    ("How often right", "accuracy", numbers.percent),
    ("Largest segment", "majority_accuracy", numbers.percent),
)


def cold_start(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Accuracy over the share of new customers who get a segment, by what is known at each stage."""
    rows = warehouse.frame("cold_start", segmentation)
    if rows.empty:
        return html.empty("Too little is known early of these customers to predict the segment of new ones.")
    doubts = [
        row["sentence"] for row in warehouse.findings(segmentation) if row["finding"] == "early_signs_tell_little"
    ]
    blocks = (
        _stage(segmentation, stage, found, [doubt for doubt in doubts if stage in doubt])
        for stage, found in rows.groupby("moment", sort=False)
    )
    return html.section("sg-stages", *blocks)


def _stage(segmentation: Segmentation, stage: str, rows: pd.DataFrame, doubts: list[str]) -> Markup:
    models = {name: rows[rows["model"] == name] for name in COLD_STARTS if name in set(rows["model"])}
    drawn = {name: found[found["customers"] >= FEWEST_DRAWN] for name, found in models.items()}
    main, shown = next(iter(models.values())), next(iter(drawn.values()))
    series = [(label(name), found, "accuracy") for name, found in drawn.items()]
    figure = charts.coverage([*series, (label(FLOOR), shown, "majority_accuracy")])
    spoken = "; ".join(
        f"{numbers.percent(row.coverage)}: {numbers.percent(row.accuracy)}" for row in shown.itertuples()
    )
    title = html.sentence_case(STAGES.get(stage, stage))
    listed = pd.concat([found[::-1] for found in models.values()]).to_dict("records")
    return html.section(
        "sg-stage",
        html.subtitle(title, ""),
        html.reading(_sureness(main, doubts)),
        html.chart(figure, height=HEIGHT + 30, label=f"{title}: accuracy by customers with a segment. {spoken}"),
        html.behind(html.table(listed, COLUMNS, caption=f"{title}: {segmentation.label}"), "Figures by threshold"),
    )


def _sureness(rows: pd.DataFrame, doubts: list[str]) -> str:
    """How often the cold start is sure, and how often it is right then: the finding where it gains nothing."""
    everyone, used = rows.iloc[-1], rows[rows["in_use"]]
    sentences = list(doubts)
    start = "Where"
    for row in used.head(1).itertuples():
        if not doubts:
            sentences.append(
                f"The network is sure for {numbers.percent(row.coverage)} of the customers it was tried on and right "
                f"for {numbers.percent(row.accuracy)} of these; the largest segment for everybody is right for "
                f"{numbers.percent(row.majority_accuracy)}."
            )
        start = f"It counts as sure from a probability of {numbers.decimal(row.threshold)}; where"
    sentences.append(
        f"{start} every customer gets a segment, {numbers.percent(everyone['accuracy'])} are right, "
        f"{VERDICTS[everyone['verdict']]} calling everybody the largest segment."
    )
    return " ".join(sentences)


def _threshold(row: dict) -> Markup:
    return html.join(*[html.pill("in use", "good"), " "] if row["in_use"] else [], numbers.decimal(row["threshold"]))
