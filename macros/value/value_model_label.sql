{# A model or rule that predicts what customers will do, in words. #}
{% macro value_model_label(model) -%}
    case {{ model }}
        when 'bg_nbd' then 'BG/NBD'
        when 'mbg_nbd' then 'MBG/NBD'
        when 'pareto_nbd' then 'Pareto/NBD'
        when 'gamma_gamma' then 'Gamma-Gamma'
        when 'everyone' then 'Mean of all customers'
        when 'silent' then 'Silent for too long'
        when 'last_year' then 'The last year again'
        when 'segments' then 'Mean of the segment'
        when 'rfm_cells' then 'Mean of the RFM cell'
    end
{%- endmacro %}
