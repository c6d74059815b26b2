{# What segment_of gives, from the query of a method; without one no rows. Who is not known at all is in segment 0. #}
{% macro placed_customers(method, query) -%}
    {%- set types = {'segment_id': 'integer', 'second_segment_id': 'integer'} -%}
    {%- for measure in ['distance', 'probability'] if method == 'nearest_centre' or measure == 'probability' -%}
        {%- do types.update({measure: 'double', 'second_' ~ measure: 'double'}) -%}
    {%- endfor -%}
    {%- if method == 'rules' -%}{%- do types.update({'rule_number': 'integer'}) -%}{%- endif -%}
select
    {{ 'customer_id' if query else 'cast(null as string) as customer_id' }}
    {%- for name, type in types.items() %},
    {% if query -%}
    cast(case when is_unknown then {{ '0' if name == 'segment_id' else 'null' }} else {{ name }} end as {{ type }}) as {{ name }}
    {%- else -%}
    cast(null as {{ type }}) as {{ name }}
    {%- endif -%}
    {%- endfor %}
{%- if query %}
from (
    {{ query | indent(4) }}
) as placed
{%- else %}
limit 0
{%- endif -%}
{%- endmacro %}
