{#
    A row for each customer whom the rule of an audience finds: `left_out` says why a customer is none of its members, and
    `place` is the place in the order of preference among those who are not.
#}
{% macro audience_candidates() -%}
    {% for audience in configured_audiences() -%}
    {%- set of = audience.of -%}
    {%- set as_of_date = '(select max(as_of_date) from ' ~ ref('segmentation_settings') ~ ' where segmentation = '
        ~ text_literal(of.name) ~ ')' -%}
    select
        {{ text_literal(audience.name) }} as audience,
        {{ text_literal(of.name) }} as segmentation,
        {{ as_of_date }} as as_of_date,
        customer_id,
        segment_id,
        segment_name,
        expected_value,
        case when left_out is null and place > {{ audience.most or 'place' }} then 'over the limit' else left_out end
            as left_out,
        case when left_out is null then place end as place
    from (
        select
            *,
            cast(row_number() over (partition by left_out order by {{ audience.order_by }}, customer_id) as integer) as place
        from (
            select
                customers.*,
                cast({{ audience.expected_value or ('coalesce(value_next_year, monetary)' if of.shop else 'revenue') }} as double)
                    as expected_value,
                case
                    when not coalesce({{ audience.consent or 'true' }}, false) then 'no consent'
                    {% if audience.consented -%}
                    when customer_id not in (
                        select customer_id from {{ ref('stg_campaigns__given') }}
                        where kind = 'consented' and name = {{ text_literal(audience.name) }}
                        group by customer_id
                        having min(case when is_treated then 1 else 0 end) = 1
                    )
                        then 'no consent'
                    {% endif -%}
                    {% if audience.suppressed -%}
                    when customer_id in (
                        select customer_id from {{ ref('stg_campaigns__given') }}
                        where kind = 'suppressed' and name = {{ text_literal(audience.name) }}
                    )
                        then 'suppressed'
                    {% endif -%}
                    {% if audience.not_contacted_days -%}
                    when customer_id in ({{ contacted_lately(audience, as_of_date) }}) then 'contacted lately'
                    {% endif -%}
                end as left_out
            from {{ audience_customers(of) }} as customers
            where {{ audience_rule(audience) }}
        ) as found
    ) as ranked
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as audience,
        cast(null as string) as segmentation,
        cast(null as date) as as_of_date,
        cast(null as string) as customer_id,
        cast(null as integer) as segment_id,
        cast(null as string) as segment_name,
        cast(null as double) as expected_value,
        cast(null as string) as left_out,
        cast(null as integer) as place
    where false
    {%- endfor %}
{%- endmacro %}
