-- Each predicate, applied to the inputs by itself, is met by as many customers as its rule counts.
with

inputs as (

    select * from {{ ref('segmentation_inputs') }}

    where set_apart_reason is null

),

rules as (

    select * from {{ ref('segment_rules') }}

),

counted as (

    {% for segmentation in configured_segmentations() if execute %}
    {% for rule in rows_of(
        'select segment_id, rule_number, predicate from ' ~ ref('segment_rules') ~ ' where segmentation = '
        ~ text_literal(segmentation.name) ~ ' order by segment_id, rule_number'
    ) %}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        {{ rule.segment_id }} as segment_id,
        {{ rule.rule_number }} as rule_number,
        count(*) as customers
    from inputs
    where segmentation = {{ text_literal(segmentation.name) }} and {{ rule.predicate }}
    union all
    {% endfor %}
    {% endfor %}
    select
        cast(null as string) as segmentation,
        cast(null as integer) as segment_id,
        cast(null as integer) as rule_number,
        cast(null as bigint) as customers
    where false

),

compared as (

    select
        rules.*,
        counted.customers as customers_counted

    from rules

    left join counted
        on
            rules.segmentation = counted.segmentation
            and rules.segment_id = counted.segment_id
            and rules.rule_number = counted.rule_number

    where rules.customers is distinct from counted.customers

)

select * from compared
