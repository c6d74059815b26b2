{# The names of the values that are given but could not be read, joined by commas; null where all could. #}
{% macro unreadable_features(values, types) -%}
    {%- set names = [] -%}
    {%- for value in values -%}
        {%- if not has_native_type(value.type, types[value.name]) -%}
            {%- do names.append(
                'case when given_' ~ loop.index ~ ' is not null and value_read.' ~ value.name
                ~ " is null then '" ~ value.name ~ "' end"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ "nullif(concat_ws(',', " ~ names | join(', ') ~ "), '')" if names else 'cast(null as string)' }}
{%- endmacro %}
