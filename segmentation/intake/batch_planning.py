"""The verdicts on batches as the macros ask for them, from JSON to JSON."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from segmentation.intake.batch_corrections import correct
from segmentation.intake.batch_judging import judge
from segmentation.intake.batches import Batch, Limits, Shared


def answer(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The verdicts on a request of the macro ``batches_of_shop``; with shared lines, after corrections."""
    batches = [_batch(row) for row in request["batches"]]
    limits = Limits(**request["limits"])
    decisions = {(row["batch"], row["content_hash"]): (row["decision"], row["reason"]) for row in request["decisions"]}
    verdicts = judge(batches, decisions, limits)
    if request.get("shared") is not None:
        verdicts = correct(batches, verdicts, [Shared(**row) for row in request["shared"]], limits)
    return [asdict(each) for each in verdicts]


def _batch(row):
    """A batch of what JSON has of it."""
    given = {key: value for key, value in row.items() if key in {each.name for each in fields(Batch)}}
    for key in [key for key in given if key.endswith(("_on", "_from", "_to")) and given[key]]:
        given[key] = date.fromisoformat(str(given[key])[:10])
    return Batch(**{**given, "told": tuple(given.get("told") or ())})
