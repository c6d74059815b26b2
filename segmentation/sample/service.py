"""Customers of a service in one year: products, complaints and money spent, in five groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.sample.draws import Sample, decimals, draw_crowd, integers, serial

SEED = 20_250_103


@dataclass(frozen=True)
class Persona:
    """A group of service customers.

    `products` and `money` are a median and a spread of the logarithm; `complaints` is the mean of the
    complaints beyond `complaints_at_least`.
    """

    name: str
    customers: int
    products: tuple[float, float]
    money: tuple[float, float]
    complaints: float
    complaints_at_least: int = 0


PERSONAS = (
    Persona("occasional", 8_400, products=(2.0, 0.42), money=(56, 0.48), complaints=0.08),
    Persona("regular", 6_600, products=(7.5, 0.34), money=(310, 0.42), complaints=0.15),
    Persona("bulk_buyer", 2_900, products=(34.0, 0.36), money=(1_300, 0.42), complaints=0.25),
    Persona("premium", 3_200, products=(2.2, 0.40), money=(1_950, 0.46), complaints=0.08),
    Persona("dissatisfied", 2_900, products=(5.5, 0.40), money=(210, 0.50), complaints=1.0, complaints_at_least=3),
)


def sample() -> Sample:
    """Draw the service customers.

    Returns
    -------
    Sample
        The seed `sample_service_customers` and the planted personas.
    """
    rng = np.random.default_rng(SEED)
    crowd = draw_crowd(rng, personas=PERSONAS)
    products = np.maximum(1, np.rint(crowd.around("products", rng=rng)))
    money = np.maximum(1, crowd.around("money", rng=rng))
    complaints = crowd.trait("complaints_at_least") + rng.poisson(crowd.trait("complaints"))

    customer_ids = serial("S", count=len(crowd.codes), width=5)
    table = {
        "customer_id": customer_ids,
        "products_purchased": integers(products),
        "complaints": integers(complaints),
        "money_spent": decimals(money),
    }
    return Sample("service", {"sample_service_customers": table}, customer_ids, crowd.trait("name"))
