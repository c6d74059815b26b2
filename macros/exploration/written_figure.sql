{# A figure as the sentences on segments write it: 1,234, 12.3, 0.45; one whose unit is share as 12%. #}
{% macro written_figure(figure, unit) -%}
    case
        when {{ unit }} = 'share' then printf('%.0f%%', cast(100 * {{ figure }} as double))
        when abs({{ figure }}) >= 100 or {{ figure }} = round({{ figure }}) then printf('%,.0f', cast({{ figure }} as double))
        when abs({{ figure }}) >= 1 then printf('%.1f', cast({{ figure }} as double))
        when abs({{ figure }}) >= 0.1 then {{ written_decimal(figure) }}
        when abs({{ figure }}) >= 0.01 then printf('%.3f', cast({{ figure }} as double))
        else printf('%.4f', cast({{ figure }} as double))
    end
{%- endmacro %}
