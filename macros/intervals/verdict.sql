{# Whether a difference is for the better or the worse, by its interval: both ends have to agree. #}
{% macro verdict(low, high) -%}
    case
        when {{ low }} > 0 then 'better'
        when {{ high }} < 0 then 'worse'
        else 'cannot tell'
    end
{%- endmacro %}
