with

features as (

    select * from {{ ref('segmentation_features') }}

    where is_sensitive

),

feature_values as (

    select * from {{ ref('feature_values') }}

),

members as (

    select * from {{ ref('segment_members') }}

),

labels as (

    select * from {{ ref('segment_labels') }}

),

sensitive_values as (

    select
        feature_values.segmentation,
        feature_values.customer_id,
        feature_values.feature,
        features.kind,
        feature_values.value,
        feature_values.level

    from feature_values

    inner join features
        on
            feature_values.segmentation = features.segmentation
            and feature_values.feature = features.feature

),

cutoffs as (

    select
        segmentation,
        feature,
        {{ quintile_cutoffs('value') | indent(8) }}

    from sensitive_values

    group by segmentation, feature

),

levels as (

    select
        sensitive_values.segmentation,
        sensitive_values.customer_id,
        sensitive_values.feature,
        case
            when sensitive_values.kind <> 'number' then sensitive_values.level
            else
                case {{ quintile_score('value') | indent(16) }}
                    when 1 then 'lowest fifth'
                    when 2 then 'second fifth'
                    when 3 then 'third fifth'
                    when 4 then 'fourth fifth'
                    when 5 then 'highest fifth'
                    else '(missing)'
                end
        end as level

    from sensitive_values

    inner join cutoffs
        on
            sensitive_values.segmentation = cutoffs.segmentation
            and sensitive_values.feature = cutoffs.feature

),

cells as (

    select
        levels.segmentation,
        levels.feature,
        levels.level,
        members.segment_id,
        count(*) as customers

    from levels

    inner join members
        on
            levels.segmentation = members.segmentation
            and levels.customer_id = members.customer_id

    group by levels.segmentation, levels.feature, levels.level, members.segment_id

),

levels_counted as (

    select
        segmentation,
        feature,
        level,
        sum(customers) as level_customers

    from cells

    group by segmentation, feature, level

),

segments_counted as (

    select
        segmentation,
        feature,
        segment_id,
        sum(customers) as segment_customers,
        sum(sum(customers)) over (partition by segmentation, feature) as all_customers

    from cells

    group by segmentation, feature, segment_id

),

-- A level that a segment has nobody of is a row too.
pairs as (

    select
        levels_counted.segmentation,
        levels_counted.feature,
        levels_counted.level,
        segments_counted.segment_id,
        coalesce(cells.customers, 0) as customers,
        cast(levels_counted.level_customers as double) as level_customers,
        cast(segments_counted.all_customers as double) as all_customers,
        cast(segments_counted.segment_customers as double) / segments_counted.all_customers as share_of_all

    from levels_counted

    inner join segments_counted
        on
            levels_counted.segmentation = segments_counted.segmentation
            and levels_counted.feature = segments_counted.feature

    left join cells
        on
            levels_counted.segmentation = cells.segmentation
            and levels_counted.feature = cells.feature
            and levels_counted.level = cells.level
            and segments_counted.segment_id = cells.segment_id

),

compared as (

    select
        *,
        round(customers / level_customers, 6) as share_of_level,
        round(customers / level_customers / share_of_all, 6) as ratio,
        round(
            (customers - level_customers * share_of_all) / nullif(
                sqrt(
                    level_customers * share_of_all * (1 - share_of_all)
                    * (all_customers - level_customers) / nullif(all_customers - 1, 0)
                ),
                0
            ),
            6
        ) as deviations

    from pairs

),

fairness_audit as (

    select
        compared.segmentation,
        compared.feature,
        compared.level,
        compared.segment_id,
        labels.segment_name,
        compared.customers,
        compared.level_customers,
        compared.share_of_level,
        {{ share_bound('compared.share_of_level', 'compared.level_customers', '-') | indent(8) }}
            as share_of_level_low,
        {{ share_bound('compared.share_of_level', 'compared.level_customers', '+') | indent(8) }}
            as share_of_level_high,
        compared.share_of_all,
        compared.ratio,
        compared.deviations,
        coalesce(
            (
                compared.ratio < {{ setting('fairness_ratio') }}
                or compared.ratio > 1.0 / {{ setting('fairness_ratio') }}
            )
            and compared.level_customers >= {{ setting('fairness_fewest') }}
            and compared.all_customers - compared.level_customers >= {{ setting('fairness_fewest') }}
            and abs(compared.deviations) >= {{ setting('fairness_deviations') }},
            false
        ) as is_flagged

    from compared

    inner join labels
        on
            compared.segmentation = labels.segmentation
            and compared.segment_id = labels.segment_id

)

select {{ contracted_columns() }} from fairness_audit
