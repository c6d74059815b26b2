{#- Who took part in the last training, and as what: a customer who is new or changed since is placed by the model. -#}
-- depends_on: {{ ref('network_arrays') }}, since only a model that stands has taken in its customers
{%- set stored = load_relation(this) if execute else none %}

with

settings as (

    select
        segmentation,
        train
    from {{ ref('segmentation_settings') }}

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

    inner join settings on fingerprints.segmentation = settings.segmentation

    where settings.train = 'always'

),

{% if stored -%}
trained_before as (

    select
        stored.segmentation,
        stored.customer_id,
        stored.fingerprint

    from {{ stored }} as stored

    inner join settings on stored.segmentation = settings.segmentation

    where settings.train = 'never'

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
