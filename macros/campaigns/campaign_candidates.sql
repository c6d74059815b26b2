{#
    A row for each customer whom a campaign may have: the members of its audience, or those of its list, with the group that
    the list has them in and the segment that they were in before the start.
#}
{% macro campaign_candidates() -%}
    {% for campaign in configured_campaigns() -%}
    {%- set name = text_literal(campaign.name) -%}
    {%- if campaign.members -%}
    select
        {{ name }} as campaign,
        listed.customer_id,
        coalesce(periods.segment_id, -1) as segment_id,
        coalesce(periods.segment_name, 'Segment not known') as segment_name,
        cast(null as double) as expected_value,
        listed.is_treated
    from (
        select
            customer_id,
            max(coalesce(is_treated, false)) as is_treated
        from {{ ref('stg_campaigns__given') }}
        where kind = 'members' and name = {{ name }}
        group by customer_id
    ) as listed
    left join {{ ref('segment_periods') }} as periods
        on
            listed.customer_id = periods.customer_id
            and periods.segmentation = {{ text_literal(campaign.segmentation) }}
            and periods.valid_from < cast({{ text_literal(campaign.start) }} as date)
            and coalesce(periods.valid_to >= cast({{ text_literal(campaign.start) }} as date), true)
    {%- else -%}
    select
        {{ name }} as campaign,
        customer_id,
        segment_id,
        segment_name,
        expected_value,
        cast(null as boolean) as is_treated
    from {{ ref('audience_members') }}
    where audience = {{ text_literal(campaign.audience) }} and left_on is null
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        cast(null as string) as campaign,
        cast(null as string) as customer_id,
        cast(null as integer) as segment_id,
        cast(null as string) as segment_name,
        cast(null as double) as expected_value,
        cast(null as boolean) as is_treated
    where false
    {%- endfor %}
{%- endmacro %}
