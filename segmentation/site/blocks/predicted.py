"""Who has a segment by prediction alone, said wherever customers are counted without them."""

from segmentation.site import numbers
from segmentation.site.warehouse import Segmentation, Warehouse


def left_out(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Say how many customers, whose segment is only predicted, are not in a count; nothing where there are none."""
    counts = _counts(warehouse, segmentation)
    everybody = numbers.count(sum(found for name, found in counts.items() if name != "none"))
    found = _predicted(counts)
    return f" Not counted: {found} whose segment is only predicted, of {everybody} with a segment." if found else ""


def among(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Say how many customers, whose segment is only predicted, are in a count; nothing where there are none."""
    found = _predicted(_counts(warehouse, segmentation))
    known = "too little is known of them yet"
    return f" Today's counts have {found} whose segment is only predicted: {known}." if found else ""


def _counts(warehouse: Warehouse, segmentation: Segmentation) -> dict[str, int]:
    return {row["assigned_by"]: row["customers"] for row in warehouse.query("assigned", segmentation)}


def _predicted(counts: dict[str, int]) -> str:
    predicted = counts.get("cold_start", 0)
    return numbers.counted(predicted, "customer") if predicted else ""
