"""All models and rules of a shop: fitted today, tested on a day of the past, and which of them is in use for what."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from segmentation.value import backtest, fitting, rules
from segmentation.value.amounts import GAMMA_GAMMA
from segmentation.value.customers import Customers
from segmentation.value.fitting import MODELS, Fit
from segmentation.value.geometric import Geometric
from segmentation.value.histories import DAYS_PER_WEEK
from segmentation.value.pareto import unit_nodes

QUESTIONS = ("chance", "orders", "revenue")
RULES = ("everyone", "silent", "last_year", "segments", "rfm_cells")
# Without a past day to be tested on.
UNTESTED = "bg_nbd"


def run(today: Customers, then: Customers | None, before: Customers | None, *, seed: int) -> Iterator[dict]:
    """Models and rules, a dictionary each.

    Parameters
    ----------
    today : Customers
    then : Customers, optional
        As they were on a past day, with what came after it.
    before : Customers, optional
        As they were on an earlier day, with what came up to `then`: the longest silence is learned from them.
    seed : int

    Yields
    ------
    dict
        ``model``, what is known of the fit, ``is_for_chance``, ``is_for_orders``, ``is_for_revenue`` and
        ``is_for_life``, and tables by column: ``parameters``, ``groups`` and ``quality``.
    """
    fits = _fits(today, seed)
    tested = list(tests(then, before, seed=seed)) if then else []
    in_use = chosen(tested, fits)
    silence = rules.longest_silence(then) if then else None
    grouped = {name: rules.rates(names, then) for name, names in rules.groups(then, silence).items()} if then else {}
    for name in (*MODELS, GAMMA_GAMMA.name, *RULES):
        fit, quality = fits.get(name), [row for row in tested if row["model"] == name]
        if not fit and not quality and name not in in_use.values():
            continue
        used = {question for question, model in in_use.items() if model == name}
        yield {
            "model": name,
            **_figures(fit),
            **{f"is_for_{question}": question in used for question in (*QUESTIONS, "life")},
            "parameters": _parameters(name, fit, silence),
            "groups": grouped.get(name, {}),
            "quality": {column: [row[column] for row in quality] for column in quality[0]} if quality else {},
        }


def days(stages: Mapping[str, Mapping]) -> dict:
    """The days of a fit: ``as_of_date``, and ``tested_on`` with ``outcome_days`` and ``tested_customers``.

    Parameters
    ----------
    stages : mapping of str to mapping
        Of ``today`` and, where there is one, the past day ``tested``: ``as_of_date``, ``outcome_days``, ``customers``.
    """
    tested = stages.get("tested") or {}
    return {
        "as_of_date": stages["today"]["as_of_date"],
        "tested_on": tested.get("as_of_date"),
        "outcome_days": tested.get("outcome_days"),
        "tested_customers": tested.get("customers"),
    }


def nodes(name: str, parameters: Sequence[float], orders: np.ndarray) -> dict:
    """What SQL sums over in place of an integral, of customers who ordered so often after the first time.

    Returns
    -------
    dict
        ``later_orders``, ``number``, ``node`` and ``weight``; nothing of amounts, of rules and without parameters.
    """
    model = MODELS.get(name)
    if model is None or not len(parameters):
        return {}
    if not isinstance(model, Geometric):
        places, weights = unit_nodes()
        numbers = list(range(1, len(places) + 1))
        return {"later_orders": [None] * len(places), "number": numbers, "node": list(places), "weight": list(weights)}
    counts = np.unique(orders)
    places, weights = model.nodes(np.asarray(parameters), counts)
    return {
        "later_orders": np.repeat(counts, places.shape[1]),
        "number": np.tile(np.arange(1, places.shape[1] + 1), len(counts)),
        "node": places.ravel(),
        "weight": weights.ravel(),
    }


def tests(then: Customers, before: Customers | None, *, seed: int) -> Iterator[dict]:
    """How well each model and rule would have predicted what came after a past day."""
    fits, silence = _fits(then, seed), rules.longest_silence(before) if before else None
    then = then.sample(backtest.TESTED, seed=seed)
    weeks = then.days / DAYS_PER_WEEK
    predicted: dict[str, dict[str, np.ndarray]] = {question: {} for question in QUESTIONS}
    spend = spending(fits.get(GAMMA_GAMMA.name), then)
    for name, model in MODELS.items():
        if name in fits:
            theta = fits[name].parameters
            predicted["chance"][name] = model.chance(theta, then.known, weeks)
            predicted["orders"][name] = model.expected(theta, then.known, weeks)
            predicted["revenue"][name] = predicted["orders"][name] * spend
    for question, values in rules.last_year(then, then.days).items():
        predicted[question]["last_year"] = values
    actual = {"chance": then.came_back, "orders": then.orders_after, "revenue": then.amount_after}
    yield from backtest.compare(predicted, rules.groups(then, silence), actual, seed=seed)


def spending(fit: Fit | None, customers: Customers) -> np.ndarray:
    """What an order of each customer is worth; the mean of repeated orders where the amounts could not be fitted."""
    mean, orders = customers.mean_amount, customers.known.orders
    if fit:
        usable = (orders > 0) & (mean > 0)
        return GAMMA_GAMMA.expected(fit.parameters, np.where(usable, orders, 0), np.where(usable, mean, 0))
    total = orders.sum()
    return np.full(len(customers), orders @ mean / total if total else 0)


def _fits(customers, seed):
    found = {name: fitting.fit(model, customers.known, seed=seed) for name, model in MODELS.items()}
    found[GAMMA_GAMMA.name] = fitting.fit_amounts(customers.known.orders, customers.mean_amount)
    return {name: fit for name, fit in found.items() if fit}


def chosen(tested: Sequence[Mapping], fits: Mapping[str, Fit]) -> dict[str, str | None]:
    """What is in use for each question; of the models alone for how long a customer stays one (``life``).

    It is the best, or of the models that nobody can tell from the best the one that is so for most questions: one model
    answers all where that costs nothing.

    Parameters
    ----------
    tested : sequence of mapping
        Rows of `backtest.compare`.
    fits : mapping of str to Fit
        By model.

    Returns
    -------
    dict of str to str
        Model or rule, by question.
    """
    able = [name for name in MODELS if name in fits and fits[name].converged] + list(RULES)
    decisive = [row for row in tested if row["measure"] == backtest.DECIDES[row["question"]] and row["model"] in able]
    good = {question: [] for question in QUESTIONS}
    for row in sorted(decisive, key=lambda row: row["figure"]):
        good[row["question"]].append(row)
    equal = {
        question: {row["model"] for row in ranked if not row["excess_low"] > 0} for question, ranked in good.items()
    }
    fitting_well = [name for name in able if name in MODELS and not fits[name].at_limit]
    fitting_well.sort(key=lambda name: -sum(name in models for models in equal.values()))
    untested = UNTESTED if UNTESTED in able else "last_year"
    found = {}
    for question, ranked in good.items():
        alike = [name for name in fitting_well if name in equal[question]]
        found[question] = [*alike, *(row["model"] for row in ranked), untested][0]
    lives = [name for name in [found["chance"], *(row["model"] for row in good["chance"]), *able] if name in MODELS]
    found["life"] = lives[0] if lives else None
    return found


def _figures(fit):
    figures = ("log_likelihood", "customers", "groups", "starts", "agreeing", "converged", "at_limit")
    names = {
        "groups": "histories",
        "agreeing": "agreeing_starts",
        "converged": "has_converged",
        "at_limit": "is_at_limit",
    }
    return {names.get(figure, figure): getattr(fit, figure) if fit else None for figure in figures}


def _parameters(name, fit, silence):
    if name == "silent":
        return {"name": ["longest_silence_days"], "value": [silence]} if silence is not None else {}
    if not fit:
        return {}
    names = (MODELS.get(name) or GAMMA_GAMMA).parameters
    return {"name": list(names), "value": list(fit.parameters)}
