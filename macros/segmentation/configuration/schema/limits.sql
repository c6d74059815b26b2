{# The types of settings that several have, with their limits. #}
{% macro limits() %}
    {% do return({
        'share': {'type': 'number', 'from': 0, 'to': 1},
        'part': {'type': 'number', 'above': 0, 'to': 1},
        'half': {'type': 'number', 'from': 0, 'under': 0.5},
        'count': {'type': 'whole', 'from': 0},
        'from_one': {'type': 'whole', 'from': 1},
        'from_two': {'type': 'whole', 'from': 2},
        'from_zero': {'type': 'number', 'from': 0},
        'above_zero': {'type': 'number', 'above': 0},
        'trains': {'type': 'choice', 'values': ['auto', 'always', 'never']},
    }) %}
{% endmacro %}
