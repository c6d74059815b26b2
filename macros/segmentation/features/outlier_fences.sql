{#
    The fences outside of which a customer is set apart, as columns: for each number that forms the segments, after its
    shape, Tukey's far-out fences, moved out to where no more than `most_set_apart_share` lies beyond either. There are
    none where the quartiles meet, since every other value would be outside.
#}
{% macro outlier_fences(segmentation) -%}
    {%- for feature in segmentation.features | selectattr('in_clustering') | selectattr('kind', 'equalto', 'number') %}
    {%- set shaped = shaped_value(feature.name, feature.transform) %}
    {%- for name, quartile, sign, share, outer in [
        ('lower', 0.25, '-', setting('most_set_apart_share'), 'least'),
        ('upper', 0.75, '+', 1 - setting('most_set_apart_share'), 'greatest'),
    ] %}
    case
        when {{ quantile(0.75, shaped) }} > {{ quantile(0.25, shaped) }}
            then {{ outer }}(
                {{ quantile(quartile, shaped) }} {{ sign }} {{ setting('far_out_fences') }}
                * ({{ quantile(0.75, shaped) }} - {{ quantile(0.25, shaped) }}),
                {{ quantile(share, shaped) }}
            )
    end as {{ name }}_{{ feature.name }},
    {%- endfor %}
    {%- endfor %}
    count(*) as customers
{%- endmacro %}
