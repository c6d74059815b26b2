{#
    What each file has in common with others, by its place in the list: its customers, the share of them who are in another
    file too, and the earlier file that has most of its lines under other numbers of orders (`renumbered`, `renumbered_share`).
    Of many lines those of a part of the customers are looked at, by the id as it came.
#}
{% macro overlaps_of(shop, files) %}
    {% set lines = typed_lines(shop) %}
    {% set part = [files | map(attribute='rows') | sum // 200000, 1] | max %}
    {% set content = [lines.customer_id, lines.ordered_at, lines.worth] %}
    {% for column in ['product_id', 'product_name', 'quantity'] if lines.given[column] != 'null' %}
        {% do content.append(lines[column]) %}
    {% endfor %}
    {% set query %}
    with

    lines as (

        select
            {{ lines.place }} as place,
            {{ lines.customer_id }} as customer_id,
            {{ lines.order_id }} as order_id,
            {{ row_key(content) }} as content_key
        from {{ lines.relation }} as source_rows
        where {{ row_key([lines.given.customer_id]) }} % {{ part }} = 0

    ),

    customers as (

        select
            place,
            count(*) as customers,
            avg(cast(files > 1 as integer)) as known_share
        from (
            select
                place,
                count(*) over (partition by customer_id) as files
            from (select distinct place, customer_id from lines where customer_id is not null) as distinct_customers
        ) as counted
        group by place

    ),

    contents as (

        select
            place,
            content_key,
            min(order_id) as order_id
        from lines
        where customer_id is not null
        group by place, content_key

    ),

    sizes as (

        select
            place,
            count(*) as lines
        from contents
        group by place

    ),

    followed as (

        select
            place,
            order_id,
            lag(place) over again as earlier,
            lag(order_id) over again as earlier_order_id
        from contents
        window again as (partition by content_key order by place)

    ),

    renumbered as (

        select
            place,
            earlier,
            count(*) as lines,
            row_number() over (partition by place order by count(*) desc, earlier) as position
        from followed
        where order_id <> earlier_order_id
        group by place, earlier

    )

    select
        customers.place,
        customers.customers,
        customers.known_share,
        renumbered.earlier,
        renumbered.lines / sizes.lines as renumbered_share
    from customers
    left join sizes on customers.place = sizes.place
    left join renumbered
        on
            customers.place = renumbered.place
            and renumbered.position = 1
    {% endset %}
    {% set result = {} %}
    {% for place, customers, known, earlier, renumbered in run_query(query).rows %}
        {% do result.update({place | int: {
            'customers': customers * part | int, 'known_share': known | float,
            'renumbered': files[earlier | int].name if earlier is not none else none,
            'renumbered_share': (renumbered or 0) | float,
        }}) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
