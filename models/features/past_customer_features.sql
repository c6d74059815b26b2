{{ config(materialized='view') }}

{#- Made by the same expressions as those of today, as far as an earlier day needs them. -#}
{{ customer_feature_rows('not is_current', models_of_past_features()) }}
