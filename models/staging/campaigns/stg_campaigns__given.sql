{{ config(enabled=has_campaigns()) }}

with

given as (

    {{ given_rows() | indent(4) }}

)

select * from given
