{# A row for each configured campaign: its settings, and how far it is on the as-of day of its segmentation. #}
{% macro campaign_rows() -%}
    select
        configured.*,
        settings.as_of_date,
        {{ days_between('configured.starts_on', 'configured.measured_until') }} + 1 as window_days,
        case
            when settings.as_of_date < configured.starts_on then 'planned'
            when settings.as_of_date < configured.measured_until then 'running'
            else 'ended'
        end as stage
    from (
        {% for campaign in configured_campaigns() -%}
        {%- set shop = configured_entries('shops').get(campaign.of.shop) or {} -%}
        {%- set end = 'cast(' ~ text_literal(campaign.end) ~ ' as date)' -%}
        select
            {{ text_literal(campaign.name) }} as campaign,
            {{ text_literal(campaign.label) }} as campaign_label,
            {{ text_literal(campaign.audience) }} as audience,
            {{ text_literal(campaign.segmentation) }} as segmentation,
            {{ text_literal(campaign.strategy) }} as strategy,
            cast({{ text_literal(campaign.start) }} as date) as starts_on,
            {{ end }} as ends_on,
            {{ days_before(end, -campaign.follow_up_days) }} as measured_until,
            {{ 'true' if campaign.members else 'false' }} as has_given_groups,
            cast({{ 'null' if campaign.members else campaign.holdout }} as double) as holdout,
            {{ 'true' if campaign.late_members == 'assign' else 'false' }} as assigns_late,
            {{ text_literal(campaign.decides_by) }} as decides_by,
            cast({{ campaign.worthwhile_lift }} as double) as worthwhile_lift,
            cast({{ campaign.cost }} as double) as cost,
            cast({{ campaign.fixed_cost }} as double) as fixed_cost,
            cast({{ shop.get('margin', shop_schema().shop.margin.default) }} as double) as margin,
            {{ text_literal(campaign.salt) }} as salt
        {{ 'union all' if not loop.last }}
        {% else -%}
        select
            {% for column, type in {
                'campaign': 'string', 'campaign_label': 'string', 'audience': 'string', 'segmentation': 'string',
                'strategy': 'string', 'starts_on': 'date', 'ends_on': 'date', 'measured_until': 'date',
                'has_given_groups': 'boolean', 'holdout': 'double', 'assigns_late': 'boolean', 'decides_by': 'string',
                'worthwhile_lift': 'double', 'cost': 'double', 'fixed_cost': 'double', 'margin': 'double',
                'salt': 'string',
            }.items() -%}
            cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
            {% endfor -%}
        where false
        {% endfor -%}
    ) as configured
    inner join {{ ref('segmentation_settings') }} as settings on configured.segmentation = settings.segmentation
{%- endmacro %}
