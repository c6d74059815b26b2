{#
    Whether a way of dividing customers says less or more than the segments, by the interval of what the segments gain
    over it; null for the segments themselves.
#}
{% macro beside_segments(gain) -%}
    case
        when {{ gain }}_low > 0 then 'less'
        when {{ gain }}_high < 0 then 'more'
        when {{ gain }} is not null then 'cannot tell'
    end
{%- endmacro %}
