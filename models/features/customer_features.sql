{%- do check_attribute_names('customer_features') -%}

{{ customer_feature_rows('is_current') }}
