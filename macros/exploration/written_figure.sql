{#
    A figure as the sentences on segments write it: 1,234, 12.3, 0.45; one whose unit is share as 12%. It is rounded before:
    of 2.65 engines write 2.6 or 2.7.
#}
{% macro written_figure(figure, unit) -%}
    case
        when {{ unit }} = 'share' then printf('%.0f%%', cast({{ rounded('100 * ' ~ figure, 0) }} as double))
        when abs({{ figure }}) >= 100 or {{ figure }} = round({{ figure }}) then printf('%,.0f', cast({{ rounded(figure, 0) }} as double))
        when abs({{ figure }}) >= 1 then printf('%.1f', cast({{ rounded(figure, 1) }} as double))
        when abs({{ figure }}) >= 0.1 then {{ written_decimal(figure) }}
        when abs({{ figure }}) >= 0.01 then printf('%.3f', cast({{ rounded(figure, 3) }} as double))
        else printf('%.4f', cast({{ rounded(figure, 4) }} as double))
    end
{%- endmacro %}
