{#
    How many standard errors a 95% interval of a mean reaches to either side: the quantile of Student's t, by its expansion
    in the degrees of freedom, which is right to half a percent from three on.
#}
{% macro student_t(degrees) -%}
    case {{ degrees }}
        when 1 then 12.706
        when 2 then 4.303
        else 1.96 + 2.372 / {{ degrees }} + 2.822 / power({{ degrees }}, 2) + 2.556 / power({{ degrees }}, 3)
    end
{%- endmacro %}
