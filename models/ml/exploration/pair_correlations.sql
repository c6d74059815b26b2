{#-
    One scan of the wide table gives all pairs of a segmentation: the aggregates are written out from the configuration.
    A shop's features are made from cleaned rows: they are not there before cleaning.
-#}
{%- set tables = [] -%}
{%- for segmentation in configured_segmentations() -%}
    {%- set features = segmentation.features | selectattr('kind', 'equalto', 'number') | list -%}
    {%- set pairs = [] -%}
    {%- for feature in features -%}
        {%- set first = loop.index -%}
        {%- for other_feature in features[first:] -%}
            {%- do pairs.append({
                'number': pairs | length + 1,
                'first': first,
                'second': first + loop.index,
                'feature': feature.name,
                'other_feature': other_feature.name,
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set before = [] if segmentation.shop else ['before cleaning'] -%}
    {%- for stage in before + ['after cleaning'] if pairs -%}
        {%- do tables.append({
            'name': segmentation.name ~ '_' ~ stage.split(' ')[0],
            'segmentation': segmentation.name,
            'stage': stage,
            'features': features,
            'pairs': pairs,
        }) -%}
    {%- endfor -%}
{%- endfor -%}

{%- set customers_of = {'before cleaning': ref('stg_tables__customers'), 'after cleaning': ref('segmentation_inputs')} %}

with

{% for table in tables -%}
{{ table.name }}_shaped as (

    select
        {%- for feature in table.features %}
        {{ feature.name }} as raw_{{ loop.index }},
        {{ shaped_value(feature.name, feature.transform) }} as shaped_{{ loop.index }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ customers_of[table.stage] }}
    where segmentation = {{ text_literal(table.segmentation) }}

),

{{ table.name }}_correlated as (

    select
        {%- for pair in table.pairs %}
        count(raw_{{ pair.first }} + raw_{{ pair.second }}) as customers_{{ pair.number }},
        corr(raw_{{ pair.first }}, raw_{{ pair.second }}) as raw_{{ pair.number }},
        corr(shaped_{{ pair.first }}, shaped_{{ pair.second }}) as shaped_{{ pair.number }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ table.name }}_shaped

),

{% endfor -%}

pairs as (

    select *
    from (
        values
        {%- for table in tables %}
        {%- for pair in table.pairs %}
        ('{{ table.name }}', {{ pair.number }}, '{{ pair.feature }}', '{{ pair.other_feature }}'),
        {%- endfor %}
        {%- endfor %}
        (null, 0, null, null)
    ) as listed (table_name, pair_number, feature, other_feature)

),

-- Every pair takes its own three columns out of the one row of its table.
pair_correlations as (

    {% for table in tables -%}
    select
        {{ text_literal(table.segmentation) }} as segmentation,
        {{ text_literal(table.stage) }} as stage,
        pairs.feature,
        pairs.other_feature,
        {%- for figure in ['customers', 'raw', 'shaped'] %}
        case pairs.pair_number
            {%- for pair in table.pairs %}
            when {{ pair.number }} then correlated.{{ figure }}_{{ pair.number }}
            {%- endfor %}
        end as {{ figure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ table.name }}_correlated as correlated
    cross join pairs
    where pairs.table_name = '{{ table.name }}'

    union all

    {% endfor -%}
    select
        cast(null as string) as segmentation,
        cast(null as string) as stage,
        cast(null as string) as feature,
        cast(null as string) as other_feature,
        cast(null as bigint) as customers,
        cast(null as double) as raw,
        cast(null as double) as shaped
    where false

),

-- A feature that does not vary correlates with nothing; some engines answer with NaN.
correlations as (

    select
        segmentation,
        stage,
        feature,
        other_feature,
        customers,
        case when not isnan(raw) then {{ reproducible('raw') }} end as raw_correlation,
        case when not isnan(shaped) then {{ reproducible('shaped') }} end as shaped_correlation

    from pair_correlations

)

select * from correlations
