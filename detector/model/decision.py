"""What was decided and every share of it, worked out once for the score and for its reasons."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detector.model.linear import NO_SHARES, Shares, Values


class WayDecisions(NamedTuple):
    """What is decided about the candidates of a page."""

    dense: Values
    """Candidates × measures: the share of each."""
    tokens: Shares
    """The shares of each candidate's tokens."""
    log_odds: Values
    """Log-odds of each candidate being a scam link."""


NO_WAYS = WayDecisions(np.zeros((0, 0)), NO_SHARES, np.zeros(0))
"""Of a page without candidates."""


class PageDecision(NamedTuple):
    """What is decided about a page: with the intercept all shares sum to the log-odds."""

    values: Values
    """What the features measured, then the summary of the candidates."""
    dense: Values
    """The share of each value; absent groups have none."""
    tokens: Shares
    """The shares of the tokens, by field in the order of the vector."""
    log_odds: float
    """Log-odds of the page being spam."""
