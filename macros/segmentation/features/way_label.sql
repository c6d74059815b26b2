{# A way of dividing customers in words. #}
{% macro way_label(way) -%}
    case {{ way }}
        when 'segments' then 'These segments'
        when 'two_segments' then 'Two segments'
        when 'bands' then 'Bands of equal size'
        when 'rfm_names' then 'RFM names'
        when 'rfm_cells' then 'RFM cells'
    end
{%- endmacro %}
