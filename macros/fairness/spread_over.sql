{#
    How customers of each level of the sensitive attributes (`levels`) are spread over the groups that `members` are in,
    by a column of it: the share of the level, with its interval, next to that of all, and whether it stands out.
#}
{% macro spread_over(group, levels='levels', members='members') -%}
    {%- set ratio, fewest = setting('fairness_ratio'), setting('fairness_fewest') -%}
    with

    cells as (

        select
            levels.segmentation,
            levels.feature,
            levels.level,
            members.{{ group }},
            count(*) as customers
        from {{ levels }} as levels
        inner join {{ members }} as members
            on
                levels.segmentation = members.segmentation
                and levels.customer_id = members.customer_id
        group by levels.segmentation, levels.feature, levels.level, members.{{ group }}

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

    groups_counted as (

        select
            segmentation,
            feature,
            {{ group }},
            sum(customers) as group_customers,
            sum(sum(customers)) over (partition by segmentation, feature) as all_customers
        from cells
        group by segmentation, feature, {{ group }}

    ),

    -- A level that a group has nobody of is a row too.
    pairs as (

        select
            levels_counted.segmentation,
            levels_counted.feature,
            levels_counted.level,
            groups_counted.{{ group }},
            coalesce(cells.customers, 0) as customers,
            cast(levels_counted.level_customers as double) as level_customers,
            cast(groups_counted.all_customers as double) as all_customers,
            cast(groups_counted.group_customers as double) / groups_counted.all_customers as share_of_all
        from levels_counted
        inner join groups_counted
            on
                levels_counted.segmentation = groups_counted.segmentation
                and levels_counted.feature = groups_counted.feature
        left join cells
            on
                levels_counted.segmentation = cells.segmentation
                and levels_counted.feature = cells.feature
                and levels_counted.level = cells.level
                and groups_counted.{{ group }} = cells.{{ group }}

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

    )

    select
        segmentation,
        feature,
        level,
        {{ group }},
        customers,
        level_customers,
        share_of_level,
        {{ share_bound('share_of_level', 'level_customers', '-') | indent(8) }} as share_of_level_low,
        {{ share_bound('share_of_level', 'level_customers', '+') | indent(8) }} as share_of_level_high,
        share_of_all,
        ratio,
        deviations,
        coalesce(
            (ratio < {{ ratio }} or ratio > 1.0 / {{ ratio }})
            and level_customers >= {{ fewest }}
            and all_customers - level_customers >= {{ fewest }}
            and abs(deviations) >= {{ setting('fairness_deviations') }},
            false
        ) as is_flagged
    from compared
{%- endmacro %}
