{# A sum of many terms, in groups: written as one chain it would be nested as deeply as it is long. #}
{% macro sum_of(terms) -%}
    {%- for group in terms | batch(25) -%}
        ({{ group | join(' + ') }}){{ ' + ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
