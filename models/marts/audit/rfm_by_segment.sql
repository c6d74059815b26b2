with

settings as (

    select * from {{ ref('segmentation_settings') }}

    where shop is not null

),

features as (

    select * from {{ ref('customer_features') }}

    where rfm_name is not null

),

customer_segments as (

    select * from {{ ref('customer_segments') }}

),

cells as (

    select
        customer_segments.segmentation,
        features.rfm_name,
        customer_segments.segment_id,
        customer_segments.segment_name,
        count(*) as customers

    from customer_segments

    inner join settings on customer_segments.segmentation = settings.segmentation

    inner join features
        on
            settings.shop = features.shop
            and customer_segments.customer_id = features.customer_id

    group by
        customer_segments.segmentation,
        features.rfm_name,
        customer_segments.segment_id,
        customer_segments.segment_name

),

rfm_names_counted as (

    select
        segmentation,
        rfm_name,
        sum(customers) as customers

    from cells

    group by segmentation, rfm_name

),

segments_counted as (

    select
        segmentation,
        segment_id,
        sum(customers) as customers

    from cells

    group by segmentation, segment_id

),

-- Pairs of customers who are together: under both divisions, under one of them, and all pairs.
pairs_of_cells as (

    select
        segmentation,
        sum(customers * (customers - 1) / 2.0) as pairs,
        sum(customers) * (sum(customers) - 1) / 2.0 as all_pairs

    from cells

    group by segmentation

),

pairs_of_rfm_names as (

    select
        segmentation,
        sum(customers * (customers - 1) / 2.0) as pairs

    from rfm_names_counted

    group by segmentation

),

pairs_of_segments as (

    select
        segmentation,
        sum(customers * (customers - 1) / 2.0) as pairs

    from segments_counted

    group by segmentation

),

pairs as (

    select
        pairs_of_cells.segmentation,
        cast(pairs_of_cells.pairs as double) as pairs,
        cast(pairs_of_rfm_names.pairs + pairs_of_segments.pairs as double) / 2 as most_pairs,
        cast(pairs_of_rfm_names.pairs as double) * cast(pairs_of_segments.pairs as double)
        / nullif(cast(pairs_of_cells.all_pairs as double), 0) as pairs_by_chance

    from pairs_of_cells

    inner join pairs_of_rfm_names on pairs_of_cells.segmentation = pairs_of_rfm_names.segmentation

    inner join pairs_of_segments on pairs_of_cells.segmentation = pairs_of_segments.segmentation

),

rfm_by_segment as (

    select
        cells.segmentation,
        cells.rfm_name,
        cast(cells.segment_id as integer) as segment_id,
        cells.segment_name,
        cast(cells.customers as bigint) as customers,
        cast(cells.customers * 1.0 / rfm_names_counted.customers as double) as share_of_rfm_name,
        cast(cells.customers * 1.0 / segments_counted.customers as double) as share_of_segment,
        cast(
            (pairs.pairs - pairs.pairs_by_chance) / nullif(pairs.most_pairs - pairs.pairs_by_chance, 0) as double
        ) as adjusted_rand_index

    from cells

    inner join rfm_names_counted
        on
            cells.segmentation = rfm_names_counted.segmentation
            and cells.rfm_name = rfm_names_counted.rfm_name

    inner join segments_counted
        on
            cells.segmentation = segments_counted.segmentation
            and cells.segment_id = segments_counted.segment_id

    inner join pairs on cells.segmentation = pairs.segmentation

)

select * from rfm_by_segment
