{#- No histogram has more bars than this (see histogram_scales). -#}
{%- set most_bars = 22 -%}

with

scales as (

    select * from {{ ref('histogram_scales') }}

),

places as (

    select listed.place
    from (
        values
        {% for place in range(most_bars) %}
            ({{ place }}){{ ',' if not loop.last }}
        {% endfor %}
    ) as listed (place)

),

shaped as (

    select
        scales.*,
        places.place,
        scales.first_limit + places.place * scales.width as shaped_lower,
        scales.first_limit + (places.place + 1) * scales.width as shaped_upper

    from scales

    inner join places on scales.bars > places.place

),

unshaped as (

    select
        *,
        case
            when scale = 'logarithmic' and place = 0 then minimum
            when scale = 'logarithmic' then {{ unshaped_value('shaped_lower', 'log') }}
            else shaped_lower
        end as lower_limit,
        case
            when minimum = maximum then shaped_lower
            when scale = 'logarithmic' and place + 1 = bars then maximum
            when scale = 'logarithmic' then {{ unshaped_value('shaped_upper', 'log') }}
            else shaped_upper
        end as upper_limit

    from shaped

),

-- Both limits of a bar of whole numbers are in it.
whole as (

    select
        segmentation,
        feature,
        scale,
        is_whole,
        place,
        -- Adding 0 takes the sign off a zero.
        case when is_whole then ceil(lower_limit - 0.000001) + 0.0 else lower_limit end as lower_limit,
        case
            when not is_whole or minimum = maximum then upper_limit
            when scale = 'logarithmic' and place + 1 = bars then maximum
            else ceil(upper_limit - 0.000001) - 1.0
        end as upper_limit

    from unshaped

),

-- On the logarithmic scale there are bars between two whole numbers.
histogram_bins as (

    select
        *,
        row_number() over (
            partition by segmentation, feature
            order by place
        ) as bin

    from whole

    where lower_limit <= upper_limit

)

select * from histogram_bins
