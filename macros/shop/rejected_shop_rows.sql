{# Every rejected row of the inputs of shops, as it came. It is read again, because of the kept ones nobody asks for that. #}
{% macro rejected_shop_rows() %}
    {%- set selects = [] -%}
    {%- for input in shop_inputs() -%}
        {%- set judged = ref('stg_shop__' ~ input) -%}
        {%- for shop in shops_with(input) -%}
            {%- set rejected = judged ~ " where shop = '" ~ shop.name ~ "' and reject_reason is not null" -%}
            {%- do selects.append(rejected_rows_of(shop, input, rejected)) -%}
        {%- endfor -%}
    {%- endfor %}
    select
        cast(null as string) as dataset,
        cast(null as string) as source,
        cast(null as string) as row_id,
        cast(null as string) as reason,
        cast(null as string) as raw_row
    where false
    {% for each in selects -%}
    union all
    {{ each }}
    {%- endfor %}
{% endmacro %}

{# Where equal rows share a position, the one that is judged for itself comes before its copies, as where they do not. #}
{% macro rejected_rows_of(shop, input, rejected) %}
    select
        '{{ shop.name }}' as dataset,
        '{{ input }}' as source,
        md5(raw.raw_row) || '-' || cast(
            row_number() over (
                partition by raw.raw_row
                order by judged.row_position, judged.reject_reason = 'exact duplicate', judged.reject_reason
            ) as string
        ) as row_id,
        judged.reject_reason as reason,
        raw.raw_row
    from (select * from {{ rejected }}) as judged
    inner join ({{ raw_row_texts(shop, input, 'select row_position from ' ~ rejected) }}) as raw
        on judged.row_position = raw.row_position
{% endmacro %}
