{#
    The share of the customers of each file who are in another one too, by the place of the file in the list; of many
    customers a part is looked at.
#}
{% macro known_shares(shop, files) %}
    {% set lines = typed_lines(shop) %}
    {% set part = [files | map(attribute='rows') | sum // 1000000, 1] | max %}
    {% set key = row_key([lines.customer_id]) %}
    {% set result = {} %}
    {% for place, share in run_query('
        select place, avg(cast(files > 1 as integer))
        from (
            select place, count(*) over (partition by customer_key) as files
            from (
                select distinct ' ~ lines.place ~ ' as place, ' ~ key ~ ' as customer_key
                from ' ~ lines.relation ~ ' as source_rows
                where ' ~ lines.customer_id ~ ' is not null and ' ~ key ~ ' % ' ~ part ~ ' = 0
            ) as customers
        ) as counted
        group by place
    ').rows %}
        {% do result.update({place: share | float}) %}
    {% endfor %}
    {{ return(result) }}
{% endmacro %}
