"""What is known of each campaign: its plan, whether its groups are alike, and its results; one row per campaign."""

from segmentation.campaigns import analysis
from segmentation.warehouse import io

FIGURES = ("treated_mean", "held_out_mean", "difference", "low", "high", "standard_error", "ratio", "ratio_low")
FIGURES += ("ratio_high", "p_value", "adjusted_p_value", "always_low", "always_high", "smallest_effect")
RESULTS = {"segment_id": "int32", "measure": "string", "treated": "int64", "held_out": "int64"}
RESULTS |= dict.fromkeys(FIGURES, "double")
RESULTS |= {"method": "string", "variance_removed": "double", "verdict": "string"}
TYPES = {"campaign": "string", "usual_share": "double", "usual_share_from": "string"}
TYPES |= dict.fromkeys(("smallest_effect", "smallest_lift"), "double")
TYPES |= {"customers_needed": "int64", "days_needed": "int32", "is_balanced": "bool", "largest_imbalance": "double"}
TYPES |= {"imbalanced_in": "string", "imbalance_p_value": "double", "size_p_value": "double", "results": RESULTS}


def model(dbt, session):
    dbt.config(materialized="table")
    outcomes = dbt.ref("campaign_outcomes")
    parts = []
    for campaign in io.read(outcomes.aggregate("campaign"), order_by="campaign")["campaign"].to_pylist():
        table = io.read(outcomes, where=f"campaign = '{campaign}'", order_by="customer_id")
        first = {name: table[name][0].as_py() for name in ("stage", "holdout", "worthwhile_lift", "window_days")}
        planned, members = analysis.Plan(*first.values()), analysis.Members.of_table(table)
        rows = analysis.results(members, planned) if planned.stage != "planned" else []
        columns = {name: [row[name] for row in rows] for name in RESULTS} if rows else {}
        row = {name: [value] for name, value in analysis.plan(members, planned).items()}
        parts.append({"campaign": campaign} | row | {"results": io.nested(columns, RESULTS)})
    return io.frame(parts, TYPES)
