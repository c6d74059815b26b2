"""The exploratory tables of the built sample, compared with what numpy and scipy say of the same values."""

import numpy as np
import pytest
from scipy import stats

# The tables round what threads add up in another order.
ROUNDING = 2e-6


@pytest.fixture
def values(query):
    """The values of features of one segmentation after cleaning, NaN where they are not known."""

    def read(segmentation, *features):
        rows = query(
            f"select {', '.join(features)} from features.segmentation_inputs where segmentation = '{segmentation}'"
        )
        return np.array(rows, dtype=float).T

    return read


def shaped(numbers, transform):
    return np.sign(numbers) * np.log1p(np.abs(numbers)) if transform == "log" else numbers


def test_statistics_are_those_of_numpy(query, values):
    rows = query(
        """
        select
            segmentation, feature, row_count, missing, mean, standard_deviation, minimum, p25, median, p75, maximum,
            skewness, log_skewness, outliers
        from marts.feature_statistics
        where grain = 'customer' and stage = 'after cleaning'
        """
    )
    assert len(rows) >= 20
    for segmentation, feature, row_count, missing, *figures in rows:
        numbers = values(segmentation, feature)[0]
        known = numbers[~np.isnan(numbers)]
        quartiles = np.quantile(known, [0.25, 0.5, 0.75])
        fences = quartiles[0] - 1.5 * (quartiles[2] - quartiles[0]), quartiles[2] + 1.5 * (quartiles[2] - quartiles[0])
        expected = [known.mean(), known.std(), known.min(), *quartiles, known.max()]
        expected += [stats.skew(known), stats.skew(shaped(known, "log"))]
        expected += [np.sum((known < fences[0]) | (known > fences[1]))]
        assert (row_count, missing) == (numbers.size, numbers.size - known.size)
        rounding = max(ROUNDING, 1e-9 * np.abs(known).max())
        assert figures == pytest.approx(expected, abs=rounding), f"{segmentation}, {feature}"


def test_correlations_are_those_of_numpy_over_the_customers_known_in_both(query, values):
    transforms = {
        (segmentation, feature): transform
        for segmentation, feature, transform in query(
            "select segmentation, feature, transform from marts.feature_catalogue"
        )
    }
    rows = query(
        """
        select segmentation, feature, other_feature, customers, correlation, transformed_correlation
        from marts.feature_correlations
        where stage = 'after cleaning' and feature < other_feature
        """
    )
    assert len(rows) >= 50
    for segmentation, feature, other, customers, *figures in rows:
        pair = values(segmentation, feature, other)
        pair = pair[:, ~np.isnan(pair).any(axis=0)]
        seen = [shaped(pair[0], transforms[segmentation, feature]), shaped(pair[1], transforms[segmentation, other])]
        assert customers == pair.shape[1]
        assert figures == pytest.approx([np.corrcoef(pair)[0, 1], np.corrcoef(seen)[0, 1]], abs=ROUNDING), (
            f"{segmentation}, {feature}, {other}"
        )


def test_every_pair_is_there_in_both_directions(query):
    assert not query(
        """
        select segmentation, stage, feature, other_feature, correlation from marts.feature_correlations
        except
        select segmentation, stage, other_feature, feature, correlation from marts.feature_correlations
        """
    )


def test_levels_add_up_to_all_customers(query):
    rows = query(
        """
        select segmentation, feature, sum(customers), sum(share)
        from marts.category_frequencies
        where stage = 'after cleaning'
        group by all
        """
    )
    customers = dict(query("select segmentation, count(*) from features.segmentation_inputs group by all"))
    assert rows
    for segmentation, _, counted, share in rows:
        assert counted == customers[segmentation]
        assert share == pytest.approx(1)


def test_a_shop_is_seen_before_cleaning_by_its_order_lines_only(query):
    seen = set(query("select segmentation, grain, stage from marts.feature_statistics"))
    assert ("rfm", "order line", "before cleaning") in seen
    assert ("rfm", "order line", "after cleaning") in seen
    assert ("rfm", "customer", "before cleaning") not in seen
    assert ("mall", "customer", "before cleaning") in seen


def test_no_value_is_lost_uncounted(query):
    assert query("select count(*) from marts.feature_statistics where known + missing + unreadable != row_count") == [
        (0,)
    ]


def test_the_catalogue_holds_every_feature_once(query):
    catalogue = query("select segmentation, feature from marts.feature_catalogue order by all")
    described = query("select distinct segmentation, feature from marts.segment_profiles order by all")
    assert catalogue == described


def test_the_sample_has_no_finding_that_warns(query):
    assert query("select sentence from marts.data_findings where severity = 'warning'") == []
