{# Whether what a line is called says that it is a coupon, a voucher or a discount. #}
{% macro is_discount_name(name) -%}
    coalesce(
        {%- for word in [
            'coupon', 'voucher', 'discount', 'promo', 'gutschein', 'rabatt', 'remise', 'reduction', 'descuento', 'cupon',
            'desconto', 'sconto', 'buono', 'korting', 'rabat', 'kupon', 'indirim', 'クーポン', '割引', '优惠', '할인',
        ] %}
        {{ 'or ' if not loop.first }}lower({{ name }}) like '%{{ word }}%'
        {%- endfor %},
        false
    )
{%- endmacro %}
