{{ config(materialized='view') }}
-- depends_on: {{ ref('stg_shop__rejected_rows') }}, {{ ref('stg_tables__customers') }}, so that every input has been read

{{ places_of_inputs() }}
