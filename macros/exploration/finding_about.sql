{# What a finding is about, as its three columns; about the whole segmentation where nothing is named. #}
{% macro finding_about(feature='null', other_feature='null', source='null') -%}
    cast({{ feature }} as string) as feature,
        cast({{ other_feature }} as string) as other_feature,
        cast({{ source }} as string) as source
{%- endmacro %}
