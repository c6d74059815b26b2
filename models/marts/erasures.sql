{#- Written by `segments forget`; a build hands on what stands here, and a full refresh too. -#}
-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched

with

stored as (

    {{ own_rows({'erased_at': 'timestamp', 'customers': 'integer', 'row_count': 'bigint', 'tables': 'string'})
        | indent(4) }}

)

select {{ contracted_columns() }} from stored
