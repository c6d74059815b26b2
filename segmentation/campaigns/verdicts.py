"""What is to be said of a campaign, in words."""

import math

from segmentation.campaigns.effects import Effect

TOO_EARLY = "too early"
TOO_SMALL = "too small to tell"
WORKS = "works"
NO_EFFECT = "does not work"
HARMS = "harms"
VERDICTS = (TOO_EARLY, TOO_SMALL, WORKS, NO_EFFECT, HARMS)
ALPHA = 0.05


def verdict(effect: Effect | None, p_value: float, worthwhile: float, *, has_ended: bool) -> str:
    """What is to be said of one difference.

    Parameters
    ----------
    effect : Effect, optional
        None where a group has too few customers.
    p_value : float
        After the correction for looking at several.
    worthwhile : float
        The smallest lift worth having, as a share of what those held out do.
    has_ended : bool
        Whether all that is to be counted has been.
    """
    if not has_ended:
        return TOO_EARLY
    if effect is None or math.isnan(p_value):
        return TOO_SMALL
    if p_value < ALPHA:
        return WORKS if effect.difference > 0 else HARMS
    wished = worthwhile * effect.held_out_mean
    return NO_EFFECT if effect.high < wished else TOO_SMALL
