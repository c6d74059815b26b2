{# Whether a configured text is a day of the calendar, written year-month-day. #}
{% macro is_date(value) %}
    {% set parts = modules.re.match('^([0-9]{4})-([0-9]{2})-([0-9]{2})$', value | string) %}
    {% if not parts %}
        {% do return(false) %}
    {% endif %}
    {% set year, month, day = parts.group(1) | int, parts.group(2) | int, parts.group(3) | int %}
    {% if year < 1 or not 1 <= month <= 12 %}
        {% do return(false) %}
    {% endif %}
    {% set february = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28 %}
    {% do return(1 <= day <= [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]) %}
{% endmacro %}
