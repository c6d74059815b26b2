{#
    Figures of each of some files of a shop's order lines, by their place in the list: what segmentation/intake/batch_planning.py
    judges them by. Quartiles and ends of days are those of a sample where there are many lines.
#}
{% macro batch_figures(shop, files) %}
    {% set lines = typed_lines(shop) %}
    {% set given, step = lines.given, [files | map(attribute='rows') | sum // 200000, 1] | max %}
    {% set lacks_quantity = given.quantity == 'null' %}
    {% set has_both = not lacks_quantity and given.get('unit_price', 'null') != 'null' %}
    {% set query %}
    with

    lines as (

        select
            {{ lines.place }} as place,
            {{ lines.position }} % {{ step }} = 0 as is_sampled,
            {{ lines.unreadable_line }} is not null as is_unreadable,
            {{ lines.ordered_at }} as ordered_at,
            {{ lines.worth }} as worth,
            {{ '1' if lacks_quantity else lines.quantity }} as quantity,
            {{ 'nullif(abs(' ~ lines.quantity ~ '), 0)' if has_both else 'null' }} as pieces,
            {{ 'nullif(abs(' ~ lines.unit_price ~ '), 0)' if has_both else 'null' }} as price,
            nullif(trim(cast({{ given.customer_id }} as string)), '') is null as is_unnamed,
            {{ given.ordered_at }} as given_date,
            {{ given.amount if given.amount != 'null' else given.get('order_total', 'null') if given.unit_price == 'null' else given.unit_price }} as given_worth
        from {{ lines.relation }} as source_rows

    ),

    dated as (

        select
            *,
            cast(ordered_at as date) as ordered_on,
            case
                when extract(day from ordered_at) <= 12 then make_date(
                    extract(year from ordered_at), extract(day from ordered_at), extract(month from ordered_at)
                )
            end as swapped_on,
            is_unreadable or ordered_at is null or worth is null or quantity is null as is_unread
        from lines

    ),

    figures as (

        select
            place,
            count(*) as lines,
            count(case when is_unread then 1 end) as unread,
            count(case when ordered_at is null and not is_unreadable then 1 end) as undated,
            count(case when is_unnamed then 1 end) as unnamed,
            count(
                case when ordered_on < {{ first_plausible_date() }} or ordered_on > {{ today() }} then 1 end
            ) as out_of_time,
            min(case when ordered_at is null and not is_unreadable then cast(given_date as string) end) as bad_date,
            min(case when worth is null and not is_unreadable then cast(given_worth as string) end) as bad_worth,
            min(ordered_on) as first_on,
            max(ordered_on) as last_on,
            percentile_disc(0.05) within group (order by case when is_sampled then ordered_on end) as early_on,
            percentile_disc(0.5) within group (order by case when is_sampled then ordered_on end) as middle_on,
            percentile_disc(0.95) within group (order by case when is_sampled then ordered_on end) as late_on,
            case when count(swapped_on) = count(ordered_on) then min(swapped_on) end as swapped_from,
            case when count(swapped_on) = count(ordered_on) then max(swapped_on) end as swapped_to,
            {{ quantile(0.25, 'case when is_sampled then abs(cast(worth as double)) end') }} as low,
            {{ quantile(0.5, 'case when is_sampled then abs(cast(worth as double)) end') }} as middle,
            {{ quantile(0.75, 'case when is_sampled then abs(cast(worth as double)) end') }} as high,
            {{ quantile(0.5, 'case when is_sampled then cast(pieces as double) end') }} as pieces,
            {{ quantile(0.5, 'case when is_sampled then cast(price as double) end') }} as price,
            avg(case when is_sampled then cast(pieces = floor(pieces) as integer) end) as whole_pieces,
            avg(case when is_sampled then cast(price = floor(price) as integer) end) as whole_prices,
            cast(sum(worth) as double) as amount
        from dated
        group by place

    )

    select cast(to_json(figures) as string) as figures from figures
    {% endset %}
    {% set result = {} %}
    {% for row in run_query(query).rows %}
        {% set figures = fromjson(row[0]) %}
        {% do result.update({figures.place: figures}) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
