{%- set attributes = [] -%}
{%- for segmentation in configured_segmentations() -%}
    {%- for feature in segmentation.features if feature.is_sensitive -%}
        {%- do attributes.append({'segmentation': segmentation.name, 'name': feature.name, 'kind': feature.kind}) -%}
    {%- endfor -%}
{%- endfor %}

with

inputs as (

    select * from {{ ref('segmentation_inputs') }}

),

sensitive_values as (

    {% for attribute in attributes %}
        select
            segmentation,
            customer_id,
            {{ text_literal(attribute.name) }} as feature,
            {% if attribute.kind == 'number' -%}
                {{ attribute.name }} as value,
                {{ text_literal(none) }} as level
            {%- else -%}
                cast(null as double) as value,
                {{ attribute.name }} as level
            {%- endif %}

        from inputs

        where segmentation = {{ text_literal(attribute.segmentation) }}

        {{ 'union all' if not loop.last }}
    {% else %}
        select
            segmentation,
            customer_id,
            cast(null as string) as feature,
            cast(null as double) as value,
            cast(null as string) as level

        from inputs

        where false
    {% endfor %}

),

cutoffs as (

    select
        segmentation,
        feature,
        {{ quintile_cutoffs('value') | indent(8) }}

    from sensitive_values

    group by segmentation, feature

),

sensitive_levels as (

    select
        sensitive_values.segmentation,
        sensitive_values.customer_id,
        sensitive_values.feature,
        coalesce(
            sensitive_values.level,
            case {{ quintile_score('value') | indent(12) }}
                when 1 then 'lowest fifth'
                when 2 then 'second fifth'
                when 3 then 'third fifth'
                when 4 then 'fourth fifth'
                when 5 then 'highest fifth'
                else '(missing)'
            end
        ) as level

    from sensitive_values

    inner join cutoffs
        on
            sensitive_values.segmentation = cutoffs.segmentation
            and sensitive_values.feature = cutoffs.feature

)

select * from sensitive_levels
