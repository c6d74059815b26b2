"""Two hundred mall customers: five visible groups by income and spending score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.sample.draws import Sample, draw_crowd, integers, pin_range, serial

SEED = 20_250_102
WOMEN = 112
AGES = (18, 70)
INCOMES = (15, 137)
SCORES = (1, 99)


@dataclass(frozen=True)
class Persona:
    """A group of mall customers: mean and standard deviation of each figure, and its lean to women."""

    name: str
    customers: int
    income: tuple[float, float]
    score: tuple[float, float]
    age: tuple[float, float]
    women: float


PERSONAS = (
    Persona("frugal", 24, income=(27, 7), score=(21, 9), age=(46, 12), women=1.3),
    Persona("young_spenders", 23, income=(26, 7), score=(79, 10), age=(25, 5), women=1.2),
    Persona("middle", 80, income=(56, 8), score=(50, 6.5), age=(43, 15), women=1.3),
    Persona("careful_earners", 35, income=(89, 14), score=(17, 9), age=(41, 10), women=0.8),
    Persona("big_spenders", 38, income=(87, 14), score=(82, 8.5), age=(33, 4), women=1.1),
)


def sample() -> Sample:
    """Draw the mall customers.

    Returns
    -------
    Sample
        The seed `sample_mall_customers` and the planted personas.
    """
    rng = np.random.default_rng(SEED)
    crowd = draw_crowd(rng, personas=PERSONAS)
    count = len(crowd.codes)

    def figure(name: str, limits: tuple[int, int]) -> np.ndarray:
        return pin_range(np.rint(crowd.near(name, rng=rng)), low=limits[0], high=limits[1])

    income = figure("income", INCOMES)
    score = figure("score", SCORES)
    age = figure("age", AGES)
    # The customers with the shortest waiting times are women: a draw of exactly WOMEN of them that
    # follows the leanings of the personas.
    waiting = rng.exponential(size=count) / crowd.trait("women")
    is_woman = np.argsort(np.argsort(waiting)) < WOMEN

    customer_ids = serial("M", count=count, width=4)
    table = {
        "customer_id": customer_ids,
        "gender": np.where(is_woman, "Female", "Male"),
        "age": integers(age),
        "annual_income": integers(income),
        "spending_score": integers(score),
    }
    return Sample("mall", {"sample_mall_customers": table}, customer_ids, crowd.trait("name"))
