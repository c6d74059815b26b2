with

usefulness as (

    select * from {{ ref('usefulness') }}

),

strategies as (

    select
        segmentation,
        count(distinct strategy) as different_first_strategies

    from {{ ref('segment_strategies') }}

    where priority = 1 and segment_id > 0

    group by segmentation

),

segmentation_usefulness as (

    select
        usefulness.segmentation,
        usefulness.way,
        {{ way_label('usefulness.way') }} as way_label,
        usefulness.group_count,
        usefulness.smallest_share,
        usefulness.stability,
        usefulness.variance_explained,
        case when usefulness.way = 'segments' then strategies.different_first_strategies end
            as different_first_strategies,
        usefulness.cut_off_on,
        usefulness.outcome_days,
        usefulness.outcome_customers,
        {% for outcome in ['revenue', 'purchase'] %}
            usefulness.{{ outcome }}_explained,
            usefulness.{{ outcome }}_explained_low,
            usefulness.{{ outcome }}_explained_high,
            {{ beside_segments('usefulness.' ~ outcome ~ '_gain') }} as {{ outcome }}_beside_segments
            {% if not loop.last %},{% endif %}
        {% endfor %}

    from usefulness

    left join strategies on usefulness.segmentation = strategies.segmentation

)

select {{ contracted_columns() }} from segmentation_usefulness
