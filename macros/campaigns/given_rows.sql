{#
    A row for each row of what audiences and campaigns are given: lists of who may be addressed (`consented`) and who is
    left out (`suppressed`), groups that were made elsewhere (`members`), and what counts (`outcome`). Customers to be forgotten are none of them.
#}
{% macro given_rows() -%}
    {%- set places = [] -%}
    {%- for audience in configured_audiences() -%}
        {%- for kind in ['consented', 'suppressed'] if audience[kind] -%}
            {%- do places.append((kind, audience, "Audience '" ~ audience.name ~ "', `" ~ kind ~ "`,")) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for campaign in configured_campaigns() -%}
        {%- for kind in ['members', 'outcome'] if campaign[kind] -%}
            {%- do places.append((kind, campaign, "Campaign '" ~ campaign.name ~ "', `" ~ kind ~ "`,")) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for kind, entry, what in places %}
    {%- set place = entry[kind] -%}
    {%- set relation = relation_of(place, what) -%}
    {%- set flag = place.treated or place.given -%}
    {%- set id = unified_id('cast(' ~ (place.id or 'customer_id') ~ ' as string)') -%}
    {%- do check_given(place, relation, what) if asks_database() %}
    select
        {{ text_literal(kind) }} as kind,
        {{ text_literal(entry.name) }} as name,
        {{ id }} as customer_id,
        {{ flag_of_list(flag) ~ ' = 1' if flag else 'true' if kind == 'consented' else 'cast(null as boolean)' }} as is_treated,
        {{ read_date(place['on'], none) if place['on'] else 'cast(null as date)' }} as happened_on,
        {{ read_number(place.revenue, none) if place.revenue else 'cast(null as double)' }} as revenue
    from {{ relation }} as given
    where {{ id }} is not null and not {{ is_forgotten(customers_of(entry.of), id) }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        cast(null as string) as kind,
        cast(null as string) as name,
        cast(null as string) as customer_id,
        cast(null as boolean) as is_treated,
        cast(null as date) as happened_on,
        cast(null as double) as revenue
    where false
    {%- endfor %}
{%- endmacro %}
