{#
    A score from 1 to 5 (5 is best): one more than the number of cut-offs the value is beyond. Equal values
    always share a score, however many of them there are; a missing value has none.
    Expects the columns of quintile_cutoffs in scope.
#}
{% macro quintile_score(column, low_is_good=false) -%}
    {%- set beyond = '<' if low_is_good else '>' -%}
case
    when {{ column }} is not null
        then
            1
    {%- for percent in [20, 40, 60, 80] %}
            + case when {{ column }} {{ beyond }} {{ column }}_p{{ percent }} then 1 else 0 end
    {%- endfor %}
end
{%- endmacro %}
