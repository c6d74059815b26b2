with

settings as (

    {% for segmentation in configured_segmentations() %}
    select
        {{ text_literal(segmentation.name) }} as segmentation,
        {{ text_literal(segmentation.label) }} as segmentation_label,
        {{ text_literal(segmentation.shop or segmentation.name) }} as dataset,
        {{ text_literal(segmentation.shop) }} as shop,
        {{ text_literal(customers_name(segmentation)) }} as customers_from,
        {{ text_literal(segmentation.id) }} as customer_id_expression,
        {{ text_literal(segmentation.algorithm) }} as algorithm,
        cast({{ 'null' if segmentation.k == 'auto' else segmentation.k }} as integer) as k,
        cast({{ segmentation.k_min }} as integer) as k_min,
        cast({{ segmentation.k_max }} as integer) as k_max,
        cast({{ var('stable_from') }} as double) as stable_from,
        cast({{ segmentation.bands }} as integer) as bands,
        cast({{ 'null' if segmentation.splits == 'auto' else segmentation.splits }} as integer) as splits,
        {{ text_literal(segmentation.outliers) }} as outliers,
        {{ text_literal(segmentation.correlated) }} as correlated,
        cast({{ var('winsorised_share') }} as double) as winsorised_share,
        cast({{ var('near_duplicate_correlation') }} as double) as drop_from,
        {{ text_literal(segmentation.compare_algorithms | join(',')) }} as compared_algorithms,
        cast({{ segmentation.most_points }} as integer) as most_points,
        cast({{ segmentation.confident_from }} as double) as confident_from,
        cast({{ segmentation.mature_after_days }} as integer) as mature_after_days,
        cast({{ segmentation.seed }} as integer) as seed,
        {% if segmentation.shop -%}
        (select max(as_of_date) from {{ ref('stg_shop__shops') }} where shop = {{ text_literal(segmentation.shop) }})
        {%- else -%}
        cast({{ text_literal(segmentation.as_of_date) }} as date)
        {%- endif %} as as_of_date,
        {% if segmentation.shop -%}
        (select min(ordered_on) from {{ ref('int_orders') }} where shop = {{ text_literal(segmentation.shop) }})
        {%- else -%}
        cast(null as date)
        {%- endif %} as data_from,
        {{ text_literal(segmentation.train) }} as train,
        cast({{ segmentation.retrain_from_drift }} as double) as retrain_from_drift,
        cast({{ segmentation.retrain_after_days }} as integer) as retrain_after_days,
        cast({{ segmentation.challenge_again_after_days }} as integer) as challenge_again_after_days,
        cast({{ segmentation.allowed_churn }} as double) as allowed_churn,
        cast({{ segmentation.versions_kept }} as integer) as versions_kept,
        {{ text_literal(segmentation.placed_by) }} as placed_by,
        {{ text_literal(segmentation.network) }} as network,
        {{ segmentation.name in var('experiments') }} as experiments,
        {{ text_literal(segmentation.set_apart.name) }} as set_apart_name,
        {{ text_literal(segmentation.set_apart.role) }} as set_apart_role
    {% if not loop.last %}union all{% endif %}
    {% else %}
    {{ exceptions.raise_compiler_error("No segmentation is configured: add one under vars, segmentations in dbt_project.yml.") }}
    {% endfor %}

)

select * from settings
