"""What a million customers may take at most and should take, next to what was measured: targets of docs/scale.md."""

from collections.abc import Callable
from dataclasses import dataclass

# Seconds of the floors on the machine for which seconds are set; those of another are brought to it.
FLOOR_SECONDS = 20


@dataclass(frozen=True)
class Target:
    """A figure of the largest shop that was measured, from all results in the order of their customers."""

    what: str
    at_most: float
    aim: float
    measured: Callable[[list[dict]], float | None]


def _cost(name: str, figure: str) -> Callable[[list[dict]], float]:
    return lambda results: results[-1]["costs"][name][figure]


def _of(name: str, other: str) -> Callable[[list[dict]], float]:
    """CPU of a command of that of another."""
    return lambda results: _cost(name, "cpu")(results) / _cost(other, "cpu")(results)


def _seconds(name: str) -> Callable[[list[dict]], float]:
    """Seconds of a command on a machine whose floors take `FLOOR_SECONDS`."""
    return lambda results: (
        _cost(name, "seconds")(results)
        * FLOOR_SECONDS
        / sum(_cost(floor, "seconds")(results) for floor in ("load", "rfm"))
    )


def _group(name: str, floor: str) -> Callable[[list[dict]], float]:
    """Seconds of threads of a group of models in the first build, of the CPU of a floor."""
    return lambda results: results[-1]["thread_seconds"]["first build"][name] / _cost(floor, "cpu")(results)


def _step(start: str) -> Callable[[list[dict]], float | None]:
    def ratio(results: list[dict]) -> float | None:
        timings = results[-1].get("steps", {}).get("timings", [])
        found = [each["seconds"] / each["floor_seconds"] for each in timings if each["step"].startswith(start)]
        return found[0] if found else None

    return ratio


def _growth(results: list[dict]) -> float | None:
    """CPU of a first build of that of a tenth of the customers."""
    tenth = [each for each in results if 10 * each["customers"] == results[-1]["customers"]]
    return _cost("first build", "cpu")(results) / _cost("first build", "cpu")(tenth) if tenth else None


TARGETS = (
    Target("first build / floors, CPU", 5, 2.5, lambda r: _cost("first build", "cpu")(r) / r[-1]["floors"]),
    Target("first build, GB of memory", 4, 2, _cost("first build", "memory")),
    Target("first build, seconds where the floors take 20", 60, 25, _seconds("first build")),
    Target("first build / that of a tenth of the customers, CPU", 10, 10, _growth),
    Target("one day more / first build, CPU", 0.15, 0.05, _of("further day", "first build")),
    Target(
        "order lines read, judged and stored, seconds of threads / Parquet into a table, CPU",
        3,
        2,
        _group("models/staging/shop", "load"),
    ),
    Target(
        "features of today and of past days, seconds of threads / recency, frequency, revenue, CPU",
        6,
        2.4,
        _group("models/features", "rfm"),
    ),
    Target("`segments init`, seconds where the floors take 20", 10, 5, _seconds("init")),
    Target("`segments init`, GB of memory", 1, 0.5, _cost("init", "memory")),
    Target("K-means of all k / one fit on all customers from one start", 4, 2, _step("K-means")),
    Target(
        "its inertia / that of ten starts on all customers, the worst k",
        1.005,
        1.001,
        lambda r: r[-1].get("steps", {}).get("inertia"),
    ),
    Target("network scores, read and written / the bare products", 10, 4, _step("network scores")),
    Target("training of a network / the same by `model.fit`", 0.2, 0.1, _step("training")),
)


def table(results: list[dict]) -> str:
    """The targets next to what the largest shop took, as Markdown."""
    rows = [f"| {results[-1]['customers']:,} customers | measured | at most | aim |", "|---|---:|---:|---:|"]
    for target in TARGETS:
        measured = target.measured(results)
        if measured is not None:
            written = f"{measured:.4f}" if target.at_most < 1.01 and target.aim > 1 else f"{measured:.2f}"
            is_met = measured <= target.at_most
            rows.append(
                f"| {target.what} | {written if is_met else f'**{written}**'} | {target.at_most:g} | {target.aim:g} |"
            )
    return "\n".join(rows)
