{# An id as text: an e-mail address in small letters, a whole number without decimals, any other as it is. #}
{% macro unified_id(expression) -%}
    {%- set text = "nullif(trim(" ~ expression ~ "), '')" -%}
    case
        when {{ text }} like '%@%' then lower({{ text }})
        when {{ text }} like '%.0' and try_cast({{ text }} as double) is not null
            then left({{ text }}, length({{ text }}) - 2)
        else {{ text }}
    end
{%- endmacro %}
