"""How well models and rules would have predicted: a past day, what came after it, and who was nearer to it."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
from scipy.stats import rankdata

REPEATS = 50
# More customers than these are tested by as many, drawn by lot.
TESTED = 10_000
INTERVAL = (2.5, 97.5)
# By so much less error nobody gains.
NO_DIFFERENCE = 0.001
# What decides which prediction is in use: lower is better, and honest expectations are never beaten in the long run.
DECIDES = {"chance": "brier_score", "orders": "squared_error", "revenue": "squared_error"}


def compare(
    predicted: Mapping[str, Mapping[str, np.ndarray]],
    groups: Mapping[str, np.ndarray],
    actual: Mapping[str, np.ndarray],
    *,
    seed: int,
) -> Iterator[dict]:
    """Every figure of every prediction, over random halves of the customers.

    A model predicts from what was known on the day. A rule learns the means of its groups from what one half did, and
    is tested on the other half, as the models are.

    Parameters
    ----------
    predicted : mapping of str to mapping of str to numpy.ndarray of shape (customers,)
        By question and model.
    groups : mapping of str to numpy.ndarray of shape (customers,)
        By rule.
    actual : mapping of str to numpy.ndarray of shape (customers,)
        What came, by question.
    seed : int

    Yields
    ------
    dict
        ``question``, ``model``, ``measure``, the mean ``figure`` and the ends ``low`` and ``high`` of what 95% of the
        repetitions have; of the measure that decides, ``excess_low`` too, the lower end of how much this model's is
        above that of the best one and a thousandth more: above 0, it is worse.
    """
    rng = np.random.default_rng(seed)
    customers = len(next(iter(actual.values())))
    indices = {rule: np.unique(names, return_inverse=True)[1] for rule, names in groups.items()}
    for question, values in actual.items():
        values = values.astype(float)
        models = predicted[question]
        found: dict[tuple[str, str], list[float]] = {}
        for _ in range(REPEATS):
            learned, tested = np.split(rng.permutation(customers), [(customers + 1) // 2])
            guesses = {name: each[tested] for name, each in models.items()}
            guesses |= {rule: _means(index, values, learned)[index[tested]] for rule, index in indices.items()}
            came = Outcome(values[tested])
            for name, guess in guesses.items():
                for measure, figure in measures(question, guess, came).items():
                    found.setdefault((name, measure), []).append(figure)
        yield from _summary(question, {key: np.array(figures) for key, figures in found.items()})


class Outcome:
    """What came, in the orders that every prediction is compared in."""

    def __init__(self, values: np.ndarray):
        self.values = values
        self.total = values.sum()

    @cached_property
    def ranks(self) -> np.ndarray:
        """Ranks of the customers."""
        return rankdata(self.values)

    @cached_property
    def best(self) -> np.ndarray:
        """Rows of the tenth who did most."""
        return _tenth(self.values)


def measures(question: str, guess: np.ndarray, came: Outcome) -> dict[str, float]:
    """How near a prediction came, by name."""
    actual = came.values
    if question == "chance":
        return {
            "brier_score": float(((guess - actual) ** 2).mean()),
            "auroc": _auroc(guess, actual),
            "calibration_error": _calibration_error(guess, actual),
            "accuracy": float(((guess >= 0.5) == (actual > 0)).mean()),
        }
    return {
        "squared_error": float(np.sqrt(((guess - actual) ** 2).mean())),
        "absolute_error": float(np.abs(guess - actual).mean()),
        "total": float(guess.sum() / came.total) if came.total > 0 else np.nan,
        "rank_correlation": _correlation(rankdata(guess), came.ranks),
        "correlation": _correlation(guess, actual),
        "best_tenth_found": float(np.isin(came.best, _tenth(guess)).mean()),
    }


def _means(index, values, learned):
    """Mean of each group among those learned from, and of all of them for a group that has nobody there."""
    length = index.max() + 1
    sizes = np.bincount(index[learned], minlength=length)
    sums = np.bincount(index[learned], weights=values[learned], minlength=length)
    return np.where(sizes > 0, sums / np.maximum(sizes, 1), values[learned].mean())


def _summary(question, found):
    decides = DECIDES[question]
    best = min((figures.mean(), name) for (name, measure), figures in found.items() if measure == decides)[1]
    for (name, measure), figures in found.items():
        known = figures[~np.isnan(figures)]
        low, high = np.percentile(known, INTERVAL) if len(known) else (np.nan, np.nan)
        row = {"question": question, "model": name, "measure": measure}
        row |= {"figure": known.mean() if len(known) else np.nan, "low": low, "high": high}
        is_compared = measure == decides and name != best
        excess = figures - (1 + NO_DIFFERENCE) * found[best, decides] if is_compared else np.nan
        yield row | {"excess_low": np.percentile(excess, INTERVAL[0])}


def _auroc(guess, actual):
    """How often somebody who came back was given the higher chance than somebody who did not; ties count half."""
    came = actual > 0
    pairs = came.sum() * (~came).sum()
    ranks = rankdata(guess)[came].sum()
    return float((ranks - came.sum() * (came.sum() + 1) / 2) / pairs) if pairs else np.nan


def _calibration_error(guess, actual):
    """Mean distance of predicted and actual shares, by tenths of the predictions."""
    tenths = np.array_split(np.argsort(guess, kind="stable"), 10)
    return float(sum(abs(guess[rows].sum() - actual[rows].sum()) for rows in tenths if len(rows)) / len(guess))


def _correlation(one, other):
    return float(np.corrcoef(one, other)[0, 1]) if one.std() > 0 and other.std() > 0 else np.nan


def _tenth(values):
    """Rows of the tenth with the highest values."""
    return np.argsort(-values, kind="stable")[: max(len(values) // 10, 1)]
