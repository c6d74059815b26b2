{#
    The customers who were contacted in the days that an audience leaves alone: whom a contact of the shop reached, and whom
    a campaign of the same customers treats, from its first day to its last. `groups` is what the last build knew of them.
#}
{% macro contacted_lately(audience, as_of_date) -%}
    {%- set first_day = days_before(as_of_date, audience.not_contacted_days - 1) -%}
    {%- set parts = [] -%}
    {%- if audience.of.shop -%}
        {%- do parts.append(
            'select customer_id from ' ~ ref('stg_shop__campaign_contacts') ~ ' where reject_reason is null and shop = '
            ~ text_literal(audience.of.shop) ~ ' and sent_on >= ' ~ first_day
        ) -%}
    {%- endif -%}
    {%- for campaign in configured_campaigns() if customers_of(campaign.of) == customers_of(audience.of) -%}
        {%- set name, end = text_literal(campaign.name), 'cast(' ~ text_literal(campaign.end) ~ ' as date)' -%}
        {%- if campaign.members -%}
            {%- do parts.append(
                'select customer_id from ' ~ ref('stg_campaigns__given') ~ " where kind = 'members' and name = " ~ name
                ~ ' and is_treated and cast(' ~ text_literal(campaign.start) ~ ' as date) <= ' ~ as_of_date
                ~ ' and ' ~ end ~ ' >= ' ~ first_day
            ) -%}
        {%- else -%}
            {%- do parts.append(
                'select customer_id from groups where campaign = ' ~ name ~ " and campaign_group = 'treated'"
                ~ ' and counts_from <= ' ~ as_of_date ~ ' and ' ~ end ~ ' >= ' ~ first_day
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ parts | join(' union all ') or 'select customer_id from groups where false' }}
{%- endmacro %}
