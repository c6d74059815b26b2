{{ config(materialized='view') }}
-- depends_on: {{ ref('stg_shop__rejected_rows') }}, {{ ref('stg_tables__customers') }}, which read every input

{{ places_of_inputs() }}
