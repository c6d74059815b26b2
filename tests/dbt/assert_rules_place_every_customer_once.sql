-- The rules of a segmentation place each of its customers once, and their fidelity is what they say of themselves.
with

segment_rules as (

    select * from {{ ref('segment_rules') }}

),

-- Rules tell the segments of the nearest centres; who is only expected in a segment has no figures to tell by.
segments as (

    select
        segmentation,
        nearest_segment_id as segment_id,
        count(*) as customers

    from {{ ref('customer_segments') }}

    where nearest_segment_id is not null

    group by segmentation, nearest_segment_id

),

of_segments as (

    select
        segmentation,
        segment_id,
        sum(customers) as caught,
        sum(customers * precision) as hits,
        sum(coverage) as coverage

    from segment_rules

    group by segmentation, segment_id

),

compared as (

    select
        segments.segmentation,
        sum(segments.customers) as customers,
        sum(of_segments.caught) as caught,
        sum(of_segments.hits) as hits,
        max(of_segments.coverage) as highest_coverage,
        max(abs(of_segments.coverage * segments.customers - of_segments.hits)) as difference

    from segments

    left join of_segments
        on
            segments.segmentation = of_segments.segmentation
            and segments.segment_id = of_segments.segment_id

    group by segments.segmentation

),

fidelities as (

    select
        segmentation,
        min(fidelity) as lowest_fidelity,
        max(fidelity) as highest_fidelity

    from segment_rules

    group by segmentation

),

wrong as (

    select compared.*

    from compared

    left join fidelities on compared.segmentation = fidelities.segmentation

    where
        compared.caught is null
        or compared.caught <> compared.customers
        or compared.highest_coverage > 1.000001
        or compared.difference > 0.001
        or abs(fidelities.lowest_fidelity - compared.hits / compared.customers) > 0.000001
        or abs(fidelities.highest_fidelity - compared.hits / compared.customers) > 0.000001

)

select * from wrong
