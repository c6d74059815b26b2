{#
    How many order lines each file has in common with the next one that has any of them, by order and line (see line_keys),
    as a list for segmentation/intake/batch_planning.py. Only orders that are in several files are looked at closely.
#}
{% macro shared_lines(shop, numbers) %}
    {% set lines = typed_lines(shop) %}
    {% set keys = line_keys(lines) %}
    {% set from_lines = ' from ' ~ lines.relation ~ ' as source_rows where ' ~ keys.is_known %}
    {% set repeated %}
        select coarse_key
        from (select {{ lines.place }} as place, {{ keys.coarse }} as coarse_key {{ from_lines }}) as orders
        group by coarse_key
        having min(place) <> max(place)
    {% endset %}
    {% if not run_query(repeated ~ ' limit 1').rows %}
        {{ return([]) }}
    {% endif %}
    {% set query %}
    with

    repeated as ({{ repeated }}),

    lines as (

        select
            {{ lines.place }} as place,
            {{ keys.coarse }} as coarse_key,
            {{ keys.order }} as order_key,
            {{ keys.line }} as line_key,
            cast({{ lines.ordered_at }} as date) as ordered_on
        {{ from_lines }}

    ),

    common as (

        select
            place,
            order_key,
            line_key,
            min(ordered_on) as ordered_on
        from lines
        where coarse_key in (select coarse_key from repeated)
        group by place, order_key, line_key

    ),

    followed as (

        select
            place as earlier,
            lead(place) over line as later,
            ordered_on,
            lead(ordered_on) over line as later_on
        from common
        window line as (partition by order_key, line_key order by place)

    ),

    pairs as (

        select
            earlier,
            later,
            count(*) as lines,
            count(case when ordered_on = later_on then 1 end) as same_day,
            count(case when abs({{ days_between('ordered_on', 'later_on') }}) = 1 then 1 end) as next_day
        from followed
        where later is not null
        group by earlier, later

    ),

    days as (

        select
            place,
            ordered_on,
            count(*) as lines
        from (select distinct place, order_key, line_key, ordered_on from lines) as distinct_lines
        where place in (select earlier from pairs) or place in (select later from pairs)
        group by place, ordered_on

    ),

    ends as (

        select
            place,
            min(ordered_on) as first_on,
            max(ordered_on) as last_on
        from days
        group by place

    )

    select
        pairs.earlier,
        pairs.later,
        pairs.lines,
        pairs.same_day,
        pairs.next_day,
        sum(days.lines) as within
    from pairs
    inner join ends on pairs.later = ends.place
    inner join days
        on
            pairs.earlier = days.place
            and days.ordered_on between ends.first_on and ends.last_on
    group by pairs.earlier, pairs.later, pairs.lines, pairs.same_day, pairs.next_day
    order by pairs.earlier, pairs.later
    {% endset %}
    {% set result = [] %}
    {% for earlier, later, lines, same_day, next_day, within in run_query(query).rows %}
        {% do result.append({
            'earlier': numbers[earlier | int], 'later': numbers[later | int], 'lines': lines | int,
            'same_day': same_day | int, 'next_day': next_day | int, 'within': within | int,
        }) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
