{# Whether a model is being built, so that what it reads is there to be asked; its unit tests bring their own rows. #}
{% macro asks_database() %}
    {{ return(execute and flags.WHICH in ('build', 'run') and model.resource_type == 'model') }}
{% endmacro %}
