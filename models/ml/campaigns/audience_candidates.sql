{{ config(enabled=has_campaigns()) }}
{%- do check_audience_expressions() %}

with

-- Those of today are made of this model, and nobody who joins one today is contacted before tomorrow.
groups as (

    {{ earlier_groups() | indent(4) }}

),

audience_candidates as (

    {{ audience_candidates() | indent(4) }}

)

select * from audience_candidates
