{{ config(post_hook="{{ check_customer_rows() }}") }}

{%- do judge_columns(configured_segmentations() | rejectattr('within') | rejectattr('shop')) -%}
{%- set segmentations = configured_segmentations() | rejectattr('within') | list -%}
{%- set columns = feature_columns(segmentations) -%}
{%- set tables = segmentations | rejectattr('shop') | list -%}

with

{% for segmentation in tables %}
{{ segmentation.name }}_rows as (

    {{ customer_rows(segmentation, columns) | indent(4) }}

),

{% endfor -%}

customer_rows as (

    {% for segmentation in tables -%}
    select * from {{ segmentation.name }}_rows
    {{ 'union all' if not loop.last }}
    {% else -%}
    {{ no_customer_rows(columns) | indent(4) }}
    {% endfor %}

),

-- Most rows have nothing that could be wrong with them, and are not compared with any other.
doubtful_rows as (

    select * from customer_rows
    where raw_row is not null

),

copies_numbered as (

    select
        *,
        row_number() over (
            partition by segmentation, raw_row
            order by file_position
        ) as copy_number
    from doubtful_rows

),

-- Copies and unreadable lines do not compete for an id; a row with an impossible age only where no better one has it.
ranked as (

    select
        *,
        row_number() over (
            partition by segmentation, customer_id, copy_number = 1 and unreadable_line is null
            order by has_impossible_age, file_position, raw_row
        ) as row_rank
    from copies_numbered

),

judged as (

    select
        *,
        case
            when unreadable_line is not null then 'wrong number of fields'
            when customer_id is null then 'missing customer id'
            when {{ is_damaged_id('customer_id') }} then 'damaged customer id'
            when is_repeated and copy_number > 1 then 'exact duplicate'
            when is_repeated and row_rank > 1 then 'repeated customer id'
            when has_impossible_age then 'impossible age'
        end as reject_reason
    from ranked

),

classified as (

    select
        segmentation,
        cast(null as string) as row_id,
        customer_id,
        revenue,
        is_eligible,
        {% for column in columns -%}
        {{ column.name }},
        {% endfor -%}
        unreadable_features,
        cast(null as string) as reject_reason,
        raw_row
    from customer_rows
    where raw_row is null

    union all

    select
        segmentation,
        case when reject_reason is not null then md5(raw_row) || '-' || cast(copy_number as string) end as row_id,
        customer_id,
        revenue,
        is_eligible,
        {% for column in columns -%}
        {{ column.name }},
        {% endfor -%}
        unreadable_features,
        reject_reason,
        case when reject_reason is not null then raw_row end as raw_row
    from judged

)

select * from classified
