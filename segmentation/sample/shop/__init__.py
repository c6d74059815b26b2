"""Two years of a homeware and gift shop: customers, order lines, visits, tickets, answers, contacts."""

from __future__ import annotations

import numpy as np

from segmentation.sample.draws import Sample
from segmentation.sample.shop.campaign import campaign_members
from segmentation.sample.shop.customers import draw_shoppers, known_customers
from segmentation.sample.shop.dirt import dirty_customers, dirty_events, dirty_lines
from segmentation.sample.shop.events import campaign_contacts, support_tickets, survey_answers, web_sessions
from segmentation.sample.shop.orders import order_lines

SEED = 20_250_101


def sample() -> Sample:
    """Draw the shop.

    Returns
    -------
    Sample
        The seven seeds of the shop and the planted personas, silent customers included.
    """
    rng = np.random.default_rng(SEED)
    shoppers = draw_shoppers(rng)
    # Every draw moves the generator on: all clean tables come before any dirt, each in its turn.
    clean = known_customers(rng, shoppers=shoppers)
    lines, returns = order_lines(rng, shoppers=shoppers)
    sessions = web_sessions(rng, shoppers=shoppers)
    tickets = support_tickets(rng, shoppers=shoppers)
    answers = survey_answers(rng, shoppers=shoppers)
    contacts = campaign_contacts(rng, shoppers=shoppers)
    tables = {
        "sample_customers": dirty_customers(rng, clean=clean, buys=shoppers.buys),
        "sample_order_lines": dirty_lines(rng, lines=lines, returns=returns),
        "sample_web_sessions": dirty_events(rng, clean=sessions, at="started_at", key="session_id"),
        "sample_support_tickets": dirty_events(rng, clean=tickets, at="opened_at", key="ticket_id"),
        "sample_survey_answers": dirty_events(rng, clean=answers, at="answered_on", clock=""),
        "sample_campaign_contacts": dirty_events(rng, clean=contacts, at="sent_at", key="contact_id"),
        "sample_campaign_members": campaign_members(shoppers=shoppers),
    }
    return Sample("rfm", tables, shoppers.ids, shoppers.trait("name"))
