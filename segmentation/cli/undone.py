"""What `segments undo` has removed, or would, in a line a segmentation."""

from segmentation.cli.terminal import console
from segmentation.warehouse.undo import Undone


def show(found: list[Undone], *, is_done: bool) -> None:
    """Print what was taken back of each segmentation."""
    for each in found:
        console().print(sentence(each, is_done=is_done))


def sentence(undone: Undone, *, is_done: bool) -> str:
    """What was taken back of one segmentation, or would be."""
    verb = "removed" if is_done else "would be removed"
    gone = f"{_counted(undone.stays, 'stay')} and {_counted(undone.models, 'model')} {verb}"
    if undone.reaches is None or undone.model_version is None:
        return f"{undone.segmentation}: {gone}; nothing is left, and the next build begins anew."
    stored = "" if undone.is_stored else ", whose numbers are not stored, so that the next build trains another"
    return (
        f"{undone.segmentation}: {gone}, {_counted(undone.reopened, 'stay')} that had ended open again; the history "
        f"reaches to {undone.reaches}, in force is {undone.model_version}{stored}."
    )


def _counted(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
