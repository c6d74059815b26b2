"""Charts: functions of rows that return a Plotly figure as a dictionary, a module for each kind."""

from segmentation.site.charts.by_k import by_k
from segmentation.site.charts.campaigns import effects
from segmentation.site.charts.clusters import scatter, silhouettes
from segmentation.site.charts.drift import drifts, drifts_over_time
from segmentation.site.charts.fairness import ratios
from segmentation.site.charts.learning import accuracies, coverage, reliability, training
from segmentation.site.charts.over_time import by_period, sizes
from segmentation.site.charts.points import segment_map
from segmentation.site.charts.profiles import parallel
from segmentation.site.charts.stability import stabilities
from segmentation.site.charts.value import concentration

__all__ = [
    "accuracies",
    "by_k",
    "by_period",
    "concentration",
    "coverage",
    "drifts",
    "drifts_over_time",
    "effects",
    "parallel",
    "ratios",
    "reliability",
    "scatter",
    "segment_map",
    "silhouettes",
    "sizes",
    "stabilities",
    "training",
]
