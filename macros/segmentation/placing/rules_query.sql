{#
    The segment of each known customer by the one of `rules`, rows of cluster_rules, that the customer meets. How purely
    the rule catches its segment is the probability; rules know no second best.
#}
{% macro rules_query(known, rules) -%}
    {%- set whens = {'segment_id': [], 'rule_number': [], 'precision': []} -%}
    {%- for rule in rules -%}
        {%- set number = loop.index -%}
        {%- for name in whens -%}
            {%- do whens[name].append(
                'when ' ~ number ~ ' then ' ~ (double_literal(rule[name]) if name == 'precision' else rule[name])
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
select
    customer_id,
    is_unknown,
    case rule_met {{ whens.segment_id | join(' ') }} end as segment_id,
    cast(null as integer) as second_segment_id,
    case rule_met {{ whens.precision | join(' ') }} end as probability,
    cast(null as double) as second_probability,
    case rule_met {{ whens.rule_number | join(' ') }} end as rule_number
from (
    select
        customer_id,
        is_unknown,
        {{ first_of(rules | map(attribute='predicate')) }} as rule_met
    from (
        {{ known | indent(8) }}
    ) as known_customers
) as met
{%- endmacro %}
