{# Whether a row is kept, or rejected for what may come of how it is read, as a condition. #}
{% macro may_be_misread() -%}
    coalesce(reject_reason, '') not in (
        'cancelled', 'not completed', 'no particular customer', 'replaced by a later batch'
    )
{%- endmacro %}
