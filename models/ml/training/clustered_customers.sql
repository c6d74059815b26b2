{#-
    Who takes part in a training, and as what: a customer who is new or changed since is assigned by the model. Written
    before the model is, so that one that stands has its customers. Those of the models that stay stored are kept, and of
    segmentations that are not configured today.
-#}
{%- set stored = load_relation(this) if execute else none %}
{%- set is_stored = stored and 'version' in adapter.get_columns_in_relation(stored) | map(attribute='name') %}

with

plan as (

    select * from {{ ref('training_plan') }}

),

inputs as (

    select * from {{ ref('segmentation_inputs') }}

    where set_apart_reason is null

),

trained_now as (

    select
        inputs.segmentation,
        plan.version,
        inputs.customer_id,
        inputs.fingerprint

    from inputs

    inner join plan on inputs.segmentation = plan.segmentation

    where plan.trains

),

{% if is_stored -%}
of_stored_models as (

    select
        stored.segmentation,
        stored.version,
        stored.customer_id,
        stored.fingerprint

    from {{ stored }} as stored

    left join plan on stored.segmentation = plan.segmentation

    where
        plan.segmentation is null
        or concat(',', plan.kept_versions, ',') like concat('%,', stored.version, ',%')

),

{% endif -%}
clustered_customers as (

    select * from trained_now

    {% if is_stored -%}
    union all

    select * from of_stored_models
    {%- endif %}

)

select * from clustered_customers
