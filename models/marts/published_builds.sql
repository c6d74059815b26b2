{#- Written at the start and the end of each build, see macros/publication; the model hands on what stands here. -#}
-- depends_on: {{ ref('segmentation_inputs') }}, whose checks come before any public table is touched

with

stored as (

    {{ own_rows({
        'build_id': 'string', 'began_at': 'timestamp', 'published_at': 'timestamp', 'tables_behind': 'string',
        'set_aside': 'string'
    }) | indent(4) }}

)

select {{ contracted_columns() }} from stored
