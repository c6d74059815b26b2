with

settings as (

    select * from {{ ref('segmentation_settings') }}

    where shop is not null

),

features as (

    select * from {{ ref('customer_features') }}

    where is_current and rfm_name is not null

),

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

cells as (

    select
        members.segmentation,
        features.rfm_name,
        members.segment_id,
        count(*) as customers

    from members

    inner join settings on members.segmentation = settings.segmentation

    inner join features
        on
            settings.shop = features.shop
            and members.customer_id = features.customer_id

    group by members.segmentation, features.rfm_name, members.segment_id

),

rfm_names as (

    select
        segmentation,
        rfm_name,
        sum(customers) as customers

    from cells

    group by segmentation, rfm_name

),

segments as (

    select
        segmentation,
        segment_id,
        sum(customers) as customers

    from cells

    group by segmentation, segment_id

),

-- Pairs of customers who are together: under both groupings, and under each of them.
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

    from rfm_names

    group by segmentation

),

pairs_of_segments as (

    select
        segmentation,
        sum(customers * (customers - 1) / 2.0) as pairs

    from segments

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
        cells.segment_id,
        labels.segment_name,
        cells.customers,
        cells.customers * 1.0 / rfm_names.customers as share_of_rfm_name,
        cells.customers * 1.0 / segments.customers as share_of_segment,
        (pairs.pairs - pairs.pairs_by_chance)
        / nullif(pairs.most_pairs - pairs.pairs_by_chance, 0) as adjusted_rand_index

    from cells

    inner join rfm_names
        on
            cells.segmentation = rfm_names.segmentation
            and cells.rfm_name = rfm_names.rfm_name

    inner join segments
        on
            cells.segmentation = segments.segmentation
            and cells.segment_id = segments.segment_id

    inner join labels
        on
            cells.segmentation = labels.segmentation
            and cells.segment_id = labels.segment_id

    inner join pairs on cells.segmentation = pairs.segmentation

)

select {{ contracted_columns() }} from rfm_by_segment
