{#
    How far the 95% interval of a mean over repeated splits reaches to either side, where a fifth of the customers is
    tested in each: splits share customers, so that they say less than as many samples (Nadeau & Bengio 2003). Null of
    one split.
#}
{% macro splits_error(expression) -%}
    {{ student_t('nullif(count(*) - 1, 0)') }}
    * {{ reproducible('stddev_samp(' ~ expression ~ ')', '1') }}
    * sqrt(1.0 / count(*) + 0.25)
{%- endmacro %}
