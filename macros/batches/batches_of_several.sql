{#
    What int_batches has of order lines that come in several batches, as a select; where no shop has such, nothing in the form
    of another table.
#}
{% macro batches_of_several(like) -%}
    {{ 'select * from ' ~ ref('int_batches') if has_batches() else 'select * from ' ~ like ~ ' where false' }}
{%- endmacro %}
