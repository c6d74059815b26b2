"""All that is known of one campaign: its plan, whether its groups are alike, and what came of it, by segment too."""

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from segmentation.campaigns import balance, effects, planning, sequential, verdicts
from segmentation.campaigns.covariates import Adjusted, adjust
from segmentation.campaigns.effects import Effect

# What is measured, by the column it is counted in.
MEASURES = {"conversion": "converted", "revenue": "revenue"}
PLAIN, ADJUSTED = "plain", "adjusted"
EVERYBODY = None
DAYS_BEFORE = 365
# Share who do it, where nothing is known of the time before.
ASSUMED_SHARE = 0.05


@dataclass(frozen=True)
class Plan:
    """What was said of a campaign before it started, and how far it is."""

    stage: str
    holdout: float | None
    worthwhile: float
    days: int

    @property
    def has_ended(self) -> bool:
        """Whether all that is to be counted has been."""
        return self.stage == "ended"


@dataclass(frozen=True)
class Members:
    """The customers of a campaign, an array a column.

    ``converted`` and ``revenue`` are what they did in the campaign, ``recent_...`` in as many days right before it,
    ``before_...`` in the year before it; ``other_...`` are the shop's orders in that year, where something else is what
    counts; ``stratum`` and ``segment`` say where they were when the groups were made.
    """

    treated: np.ndarray
    segment: np.ndarray
    stratum: np.ndarray
    converted: np.ndarray
    revenue: np.ndarray
    before_converted: np.ndarray
    before_revenue: np.ndarray
    recent_converted: np.ndarray
    recent_revenue: np.ndarray
    other_orders: np.ndarray
    other_revenue: np.ndarray
    expected_value: np.ndarray

    @classmethod
    def of_table(cls, table: pa.Table) -> "Members":
        """The members of one campaign, from the rows of its customers."""
        columns = {
            field.name: table[field.name].to_numpy() for field in fields(cls) if field.name in table.column_names
        }
        columns["stratum"] = np.unique(columns["stratum"].astype(str), return_inverse=True)[1]
        return cls(**columns)

    def __len__(self) -> int:
        return len(self.treated)

    def where(self, chosen: np.ndarray) -> "Members":
        """Some of them."""
        return Members(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @property
    def past(self) -> np.ndarray:
        """What they did before, a column a covariate; revenue by its logarithm, which its tail spoils less."""
        return np.column_stack(
            [
                self.before_converted,
                np.log1p(np.maximum(self.before_revenue, 0)),
                self.before_revenue,
                self.recent_converted,
                self.other_orders,
                np.log1p(np.maximum(self.other_revenue, 0)),
            ]
        )


def plan(members: Members, planned: Plan) -> dict:
    """What the campaign can find, by what its customers usually do in as many days, and how alike its groups are."""
    treated = int(members.treated.sum())
    held_out = len(members) - treated
    share, source = usual_share(members, planned)
    spread = np.sqrt(share * (1 - share))
    smallest = planning.smallest_effect(planning.standard_error(spread, treated, held_out)) if spread else np.nan
    alike = balance.compare(members.treated, _covariates(members), planned.holdout)
    holdout = planned.holdout or (held_out / len(members))
    return {
        "usual_share": share,
        "usual_share_from": source,
        "smallest_effect": smallest,
        "smallest_lift": smallest / share if share else np.nan,
        "customers_needed": planning.customers_needed(share, spread, planned.worthwhile, holdout),
        "days_needed": planning.days_needed(share, planned.days, planned.worthwhile, treated, held_out),
        "is_balanced": alike.is_balanced,
        "largest_imbalance": alike.difference,
        "imbalanced_in": alike.covariate,
        "imbalance_p_value": alike.p_value,
        "size_p_value": alike.size_p_value,
    }


def usual_share(members: Members, planned: Plan) -> tuple[float, str | None]:
    """The share of the customers who do it without the campaign, and how that is known.

    Lapsed customers, say, did nothing right before: then by their pace in the year before, which is more than they will
    do. Where nothing is known of the time before, by those who are held out.
    """
    by_pace = 1 - np.exp(-members.before_converted * planned.days / DAYS_BEFORE)
    known = {"right before": members.recent_converted, "year before": by_pace}
    if planned.stage != "planned" and not members.treated.all():
        known["held out"] = members.converted[~members.treated]
    return next(((float(each.mean()), source) for source, each in known.items() if each.any()), (0.0, None))


def results(members: Members, planned: Plan) -> list[dict]:
    """What came of a campaign: for all customers and by segment, a dictionary for each measure."""
    rows = []
    segments = np.unique(members.segment)
    for measure, column in MEASURES.items():
        if not getattr(members, column).any():
            continue
        whole = _row(members, measure, EVERYBODY, planned)
        parts = [_row(members.where(members.segment == number), measure, int(number), planned) for number in segments]
        known = [part for part in parts if not np.isnan(part["p_value"])]
        for part, p_value in zip(known, effects.holm([part["p_value"] for part in known]), strict=True):
            part["adjusted_p_value"] = float(p_value)
        for row in (whole, *parts):
            effect = row.pop("effect")
            row["verdict"] = verdicts.verdict(
                effect, row["adjusted_p_value"], planned.worthwhile, has_ended=planned.has_ended
            )
            rows.append(row)
    return rows


def effect_of(members: Members, measure: str) -> tuple[Effect | None, Adjusted | None]:
    """The effect on one measure, with the past taken out of it where that helps; none of a group of one."""
    outcome, treated = getattr(members, MEASURES[measure]), members.treated
    if min(treated.sum(), (~treated).sum()) < 2:
        return None, None
    is_share = measure == "conversion"
    if is_share and not effects.can_take_means(outcome, treated):
        return effects.of_shares(outcome, treated), None
    adjusted = adjust(outcome, treated, members.stratum, members.past)
    if adjusted.fitted:
        return effects.of_means(adjusted.values, treated, fitted=adjusted.fitted), adjusted
    return (effects.of_shares if is_share else effects.of_means)(outcome, treated), None


def _row(members, measure, segment, planned):
    effect, adjusted = effect_of(members, measure)
    figures = effect.__dict__ if effect else _nothing(members.treated)
    half = (
        sequential.half_width(effect.standard_error**2, _expected_variance(members, measure, planned, effect))
        if effect
        else np.nan
    )
    is_known = effect is not None and np.isfinite(half)
    return {
        "segment_id": segment,
        "measure": measure,
        **figures,
        "always_low": effect.difference - half if is_known else np.nan,
        "always_high": effect.difference + half if is_known else np.nan,
        "adjusted_p_value": figures["p_value"],
        "smallest_effect": planning.smallest_effect(figures["standard_error"]),
        "method": ADJUSTED if adjusted else PLAIN,
        "variance_removed": adjusted.removed if adjusted else 0.0,
        "effect": effect,
    }


def _expected_variance(members, measure, planned, effect):
    """Variance of the difference at the end, by what is known before the start."""
    recent, before = (getattr(members, f"{period}_{MEASURES[measure]}") for period in ("recent", "before"))
    of_one = recent.var() or before.var() * planned.days / DAYS_BEFORE
    if not of_one and measure == "conversion":
        of_one = ASSUMED_SHARE * (1 - ASSUMED_SHARE)
    return of_one * (1 / effect.treated + 1 / effect.held_out)


def _nothing(treated):
    known = {"treated": int(treated.sum()), "held_out": int((~treated).sum())}
    return {field.name: known.get(field.name, np.nan) for field in fields(Effect)}


def _covariates(members):
    return {
        "orders in the year before": members.before_converted,
        "revenue in the year before": members.before_revenue,
        "orders right before": members.recent_converted,
        "revenue right before": members.recent_revenue,
        "orders of the shop in the year before": members.other_orders,
        "revenue of the shop in the year before": members.other_revenue,
        "expected value": np.nan_to_num(members.expected_value),
    }
