{#
    The name of a place without the folders above a file outside the project: they are those of a machine and of a user, and
    the public tables go further than both.
#}
{% macro without_folders(name) %}
    {% do return(modules.re.sub('^(the file )(?:[/~]|[A-Za-z]:|[a-z0-9]+://).*[/\\\\](?=.)', '\\1', name)) %}
{% endmacro %}
