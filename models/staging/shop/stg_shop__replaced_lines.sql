{{ config(enabled=has_batches()) }}
-- depends_on: {{ ref('stg_shop__batches') if has_batches() }}

{{ replaced_lines() }}
