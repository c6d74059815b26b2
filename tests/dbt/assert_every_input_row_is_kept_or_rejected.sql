-- No input row is lost and none is counted twice: an input, counted as it came but without the customers to forget,
-- holds what was kept plus what was rejected.
with

inputs as (

    {% for shop in configured_shops() -%}
    {% for input, place in shop.inputs.items() -%}
    select
        '{{ shop.name }}' as dataset,
        '{{ input }}' as source,
        count(*) as row_count
    from {{ relation_of(place, "Input '" ~ input ~ "' of shop '" ~ shop.name ~ "'") }}
    {{ without_forgotten_of_shop(shop, input, input_expressions(shop, input)) }}
    union all
    {% endfor -%}
    {% endfor -%}
    {% for segmentation in configured_segmentations() if not (segmentation.shop or segmentation.within) -%}
    select
        '{{ segmentation.name }}' as dataset,
        'customers' as source,
        count(*) as row_count
    from {{ customers_relation(segmentation) }}
    {{ without_forgotten_of_table(segmentation, customers_relation(segmentation)) }}
    union all
    {% endfor -%}
    select
        cast(null as string) as dataset,
        cast(null as string) as source,
        cast(null as bigint) as row_count
    where false

),

counts as (

    select * from {{ ref('int_input_counts') }}
    where dataset is not null {% for shop in names_set_aside().shops %}and dataset <> {{ text_literal(shop) }} {% endfor %}

),

compared as (

    select
        inputs.dataset,
        inputs.source,
        inputs.row_count,
        counts.rows_read,
        counts.rows_kept,
        counts.rows_rejected
    from inputs
    full outer join counts
        on
            inputs.dataset = counts.dataset
            and inputs.source = counts.source

)

select * from compared
where
    coalesce(row_count, 0) <> coalesce(rows_read, 0)
    or rows_read <> rows_kept + rows_rejected
