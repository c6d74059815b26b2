"""Models and rules of what customers will be worth: one row per shop and model or rule."""

from segmentation.value import valuing
from segmentation.value.customers import COLUMNS, Customers
from segmentation.warehouse import io, settings, value_models

SEED = 20251231


def model(dbt, session):
    dbt.config(materialized="table")
    customers = dbt.ref("value_customers")
    stages = io.grouped(
        customers.aggregate("shop, fits_models, stage, as_of_date, outcome_days, count(*) as customers"),
        *("shop", "fits_models"),
        order_by="stage",
    )
    orders, parts = value_models.later_orders(customers), []
    for (shop, fits_models), rows in stages.items():
        if not fits_models:
            continue
        today, then, before = (
            Customers.of_table(
                settings.by_lot(
                    customers.filter(f"shop = '{shop}' and stage = '{stage}'").project(
                        f"customer_id, {', '.join(columns)}"
                    ),
                    settings.LEARNING_ROWS,
                    seed=SEED,
                )
            )
            for stage, columns in COLUMNS.items()
        )
        days = valuing.days({row["stage"]: row for row in rows})
        parts += [
            value_models.part(shop, days, row, orders[shop]) for row in valuing.run(today, then, before, seed=SEED)
        ]
    made = io.frame(parts, value_models.TYPES)
    stored = io.from_last_build(dbt, session, "value_models")
    if stored is None or all(fits_models for _, fits_models in stages):
        return made
    return io.joined(made, [value_models.kept(stored, customers.filter("not fits_models"))])
