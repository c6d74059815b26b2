{#- Who took part in the last training, and as what: a customer who is new or changed since is placed by the model. -#}
-- depends_on: {{ ref('network_arrays') }}, since only a model that stands has taken in its customers
{%- set stored = load_relation(this) if execute else none %}

with

plan as (

    select
        segmentation,
        trains
    from {{ ref('training_plan') }}

),

fingerprints as (

    select * from {{ ref('feature_fingerprints') }}

),

trained_now as (

    select
        fingerprints.segmentation,
        fingerprints.customer_id,
        fingerprints.fingerprint

    from fingerprints

    inner join plan on fingerprints.segmentation = plan.segmentation

    where plan.trains

),

{% if stored -%}
trained_before as (

    select
        stored.segmentation,
        stored.customer_id,
        stored.fingerprint

    from {{ stored }} as stored

    inner join plan on stored.segmentation = plan.segmentation

    where not plan.trains

),

{% endif -%}
clustered_customers as (

    select * from trained_now

    {% if stored -%}
    union all

    select * from trained_before
    {%- endif %}

)

select * from clustered_customers
