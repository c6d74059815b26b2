"""What the built sample holds: the planted personas, and totals that agree."""

from collections import defaultdict

import pytest
from sklearn.metrics import adjusted_rand_score

pytestmark = pytest.mark.long

SEGMENTATIONS = ("jewellery", "mall", "rfm", "service")


@pytest.mark.parametrize("segmentation", SEGMENTATIONS)
def test_the_planted_personas_are_found_again(query, segmentation):
    pairs = query(
        f"""
        select personas.persona, customer_segments.segment_id
        from raw.sample_personas as personas
        inner join marts.customer_segments using (segmentation, customer_id)
        where segmentation = '{segmentation}'
        """
    )
    assert len(pairs) >= 200
    assert adjusted_rand_score(*zip(*pairs, strict=True)) >= 0.8


def test_every_persona_belongs_to_a_customer_with_a_segment(query):
    assert not query(
        """
        select segmentation, customer_id from raw.sample_personas
        except
        select segmentation, customer_id from marts.customer_segments
        """
    )


def test_shares_sum_to_1_and_customers_add_up(query):
    rows = query(
        """
        select segments.segmentation, sum(customer_share), sum(customers), min(total), sum(revenue_share), sum(revenue)
        from marts.segments
        inner join (
            select segmentation, count(*) as total from marts.customer_segments group by segmentation
        ) as totals using (segmentation)
        group by segments.segmentation
        """
    )
    assert {row[0] for row in rows} == set(SEGMENTATIONS)
    for _, share, customers, total, revenue_share, revenue in rows:
        assert share == pytest.approx(1)
        assert customers == total
        assert (revenue_share is None) == (revenue is None)
        assert revenue_share is None or revenue_share == pytest.approx(1)


def test_each_segment_counts_the_customers_and_revenue_that_are_in_it(query):
    rows = query(
        """
        select segments.customers, counted.customers
        from marts.segments
        full join (
            select segmentation, segment_id, count(*) as customers
            from marts.customer_segments group by segmentation, segment_id
        ) as counted using (segmentation, segment_id)
        """
    )
    assert all(stated == counted for stated, counted in rows)
    shop = query(
        """
        select segments.revenue, sum(customers.monetary)
        from marts.segments
        inner join marts.customers using (segment_id)
        where segments.segmentation = 'rfm'
        group by segments.segment_id, segments.revenue
        """
    )
    assert all(stated == pytest.approx(summed) for stated, summed in shop)


def test_every_segment_of_a_customer_is_described_under_the_same_name_and_version(query):
    assert not query(
        """
        select segmentation, segment_id, segment_name, model_version from marts.customer_segments
        except
        select segmentation, segment_id, segment_name, model_version from marts.segments
        """
    )


def test_second_segments_are_segments_too_and_never_the_first(query):
    assert not query(
        """
        select customer_id from marts.customer_segments
        where second_segment_id = segment_id
            or (assigned_by = 'clustering' and second_segment_id is null)
            or (assigned_by = 'none' and second_segment_id is not null)
        """
    )
    assert not query(
        """
        select segmentation, second_segment_id from marts.customer_segments where second_segment_id is not null
        except
        select segmentation, segment_id from marts.segments
        """
    )


def test_no_two_segments_of_a_segmentation_share_a_name_or_their_advice(query):
    names = query("select segmentation, segment_name from marts.segments")
    assert len(set(names)) == len(names)
    advice = defaultdict(list)
    for segmentation, segment, action in query(
        "select segmentation, segment_id, action from marts.segment_strategies order by priority"
    ):
        advice[segmentation, segment].append(action)
    lists = [(segmentation, tuple(actions)) for (segmentation, _), actions in advice.items()]
    assert len(set(lists)) == len(lists)
    assert set(advice) == set(query("select segmentation, segment_id from marts.segments"))


@pytest.mark.parametrize(
    ("segmentation", "source"),
    [
        ("mall", "raw.sample_mall_customers"),
        ("service", "raw.sample_service_customers"),
        ("jewellery", "raw.sample_jewellery_customers"),
        ("rfm", "intermediate.int_customers"),
    ],
)
def test_every_customer_is_in_customer_segments_exactly_once(query, segmentation, source):
    segmented = query(f"select customer_id from marts.customer_segments where segmentation = '{segmentation}'")
    given = query(f"select distinct trim(customer_id) from {source} where trim(customer_id) <> ''")
    assert len(segmented) == len(set(segmented))
    assert set(segmented) == set(given)


def test_every_customer_of_the_raw_shop_is_segmented_or_rejected_with_a_reason(query):
    assert not query(
        """
        select trim(customer_id) from raw.sample_customers where trim(customer_id) <> ''
        except
        (
            select customer_id from marts.customer_segments where segmentation = 'rfm'
            union all
            select json_extract_string(raw_row, '$.customer_id') from marts.rejected_rows where reason <> ''
        )
        """
    )


def test_customers_without_a_segment_have_a_reason_and_are_counted(query):
    rows = query(
        """
        select segmentation, segment_id, assigned_by,
            reason is not null, probability is null, distance is null, count(*)
        from marts.customer_segments
        where assigned_by = 'none' or segment_id = 0 or reason is not null
        group by all
        """
    )
    assert [row[:6] for row in rows] == [("rfm", 0, "none", True, True, True)]
    assert query("select customers from marts.segments where segmentation = 'rfm' and segment_id = 0") == [rows[0][6:]]


def test_lineage_counts_who_was_assigned_by_what_they_have_done(query):
    counted = query(
        """
        select segmentation, segment_id, count(*) from marts.customer_segments
        where segment_id > 0 and assigned_by <> 'cold_start' group by all order by all
        """
    )
    assert query("select segmentation, segment_id, customers_after from marts.segment_lineage order by all") == counted


def test_figures_of_the_segments_average_to_those_of_the_population(query):
    # Who has no segment is compared with nobody else's figures, and is none of the population.
    rows = query(
        """
        select sum(customers * coalesce(mean, share)) / sum(customers), min(coalesce(population_mean, population_share))
        from marts.segment_profiles where segment_id > 0
        group by segmentation, feature, level
        """
    )
    assert len(rows) > 50
    # Means are kept to ten digits of the largest value.
    assert all(weighted == pytest.approx(population, rel=1e-6, abs=2e-6) for *_, weighted, population in rows)
