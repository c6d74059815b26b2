with

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

settings as (

    select * from {{ ref('segmentation_settings') }}

),

-- What sub-segments lie within.
outer_segments as (

    select * from {{ in_use('outer_segments') }}

),

quality as (

    select * from {{ in_use('segment_quality') }}

),

-- The rules that catch a good part of the segment, and its best one in any case.
rules as (

    select
        segmentation,
        segment_id,
        {{ joined_text('rule', "', or '", 'rule_number') }} as rule

    from {{ ref('cluster_rules') }}

    where rule_number = 1 or coverage >= 0.1

    group by segmentation, segment_id

),

champions as (

    select * from {{ ref('champions') }}

),

segments_counted as (

    select
        segmentation,
        segment_id,
        count(*) as customers,
        sum(revenue) as revenue,
        avg(case when network_segment_id = segment_id then 1e0 when network_segment_id is not null then 0e0 end)
            as network_agreement

    from members

    group by segmentation, segment_id

),

segmentations_counted as (

    select
        segmentation,
        sum(customers) as customers,
        sum(revenue) as revenue

    from segments_counted

    group by segmentation

),

segments as (

    select
        segments_counted.segmentation,
        settings.segmentation_label,
        segments_counted.segment_id,
        labels.segment_name,
        labels.description,
        labels.in_short,
        labels.is_leaving,
        outer_segments.within_segment_id,
        outer_labels.segment_name as within_segment_name,
        rules.rule,
        segments_counted.customers,
        segments_counted.customers * 1.0 / segmentations_counted.customers as customer_share,
        segments_counted.revenue,
        cast(coalesce(segments_counted.revenue, 0 * segmentations_counted.revenue) as double)
        / nullif(segmentations_counted.revenue, 0) as revenue_share,
        quality.stability,
        {{ stability_word('quality.stability') }} as stability_word,
        quality.silhouette,
        champions.structure,
        champions.segmentation_kind,
        {{ kind_meaning('champions.segmentation_kind') }} as kind_meaning,
        champions.basis,
        champions.model_algorithm as algorithm,
        segments_counted.network_agreement,
        champions.faithfulness,
        champions.model_version

    from segments_counted

    inner join segmentations_counted on segments_counted.segmentation = segmentations_counted.segmentation

    inner join settings on segments_counted.segmentation = settings.segmentation

    inner join labels
        on
            segments_counted.segmentation = labels.segmentation
            and segments_counted.segment_id = labels.segment_id

    inner join champions on segments_counted.segmentation = champions.segmentation

    left join outer_segments
        on
            segments_counted.segmentation = outer_segments.segmentation
            and segments_counted.segment_id = outer_segments.segment_id

    left join labels as outer_labels
        on
            settings.within = outer_labels.segmentation
            and outer_segments.within_segment_id = outer_labels.segment_id

    left join quality
        on
            segments_counted.segmentation = quality.segmentation
            and segments_counted.segment_id = quality.segment_id

    left join rules
        on
            segments_counted.segmentation = rules.segmentation
            and segments_counted.segment_id = rules.segment_id

)

select {{ contracted_columns() }} from segments
