{#
    The customers of each file, and the share of them who are in another one too, by the place of the file in the list. Of
    many lines those of a part of the customers are looked at, by the id as it came.
#}
{% macro known_customers_of(shop, files) %}
    {% set lines = typed_lines(shop) %}
    {% set part = [files | map(attribute='rows') | sum // 200000, 1] | max %}
    {% set result = {} %}
    {% for place, customers, share in run_query('
        select place, count(*), avg(cast(files > 1 as integer))
        from (
            select place, count(*) over (partition by customer_id) as files
            from (
                select distinct ' ~ lines.place ~ ' as place, ' ~ lines.customer_id ~ ' as customer_id
                from ' ~ lines.relation ~ ' as source_rows
                where ' ~ row_key([lines.given.customer_id]) ~ ' % ' ~ part ~ ' = 0
            ) as customers
            where customer_id is not null
        ) as counted
        group by place
    ').rows %}
        {% do result.update({place | int: {'customers': customers * part | int, 'known_share': share | float}}) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
