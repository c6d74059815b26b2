{# Called as a macro of the package is: each project has its own. #}
{% macro today() %}'a day of my shop'{% endmacro %}
