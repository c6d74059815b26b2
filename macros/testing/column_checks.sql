{#
    The checks of the columns of a model or seed, from `config: {meta: {...}}` next to their descriptions, as
    {column, rule, broken_where}. An empty value passes, except under the first two.

    not_null         true, or the condition under which the value is not empty; columns of `key` have it anyhow
    at_least         lowest value
    at_most          highest value
    above            a value that all are above
    below            a value that all are below
    accepted_values  the only values

    What the table's contract says of empty values is not checked again: the database does it while it writes.
#}
{% macro column_checks(node_id, key) %}
    {% if not execute %}{% do return([]) %}{% endif %}

    {% set node = graph.nodes[node_id] %}
    {% set comparisons = {'at_least': '<', 'at_most': '>', 'above': '<=', 'below': '>='} %}
    {% set known = comparisons.keys() | list + ['not_null', 'accepted_values'] %}
    {% set described = node.columns.keys() | list %}
    {% for column in key if column not in described %}
        {% do exceptions.raise_compiler_error(node.name ~ ' has no column ' ~ column ~ ', which its key names.') %}
    {% endfor %}

    {% set checks = [] %}
    {% for column in node.columns.values() %}
        {% set rules = column.config.meta %}
        {% for rule in rules if rule not in known %}
            {% do exceptions.raise_compiler_error(
                node.name ~ '.' ~ column.name ~ ': ' ~ rule ~ ' is not a rule; there are ' ~ known | join(', ') ~ '.'
            ) %}
        {% endfor %}

        {% set is_kept_by_contract = node.config.contract.enforced and adapter.dispatch('keeps_not_null')()
            and 'not_null' in column.constraints | map(attribute='type') %}
        {% set not_null = true if column.name in key else rules.not_null %}
        {% if not_null is string %}
            {% do checks.append({
                'column': column.name,
                'rule': 'not_null where ' ~ not_null,
                'broken_where': column.name ~ ' is null and (' ~ not_null ~ ')',
            }) %}
        {% elif not_null and not is_kept_by_contract %}
            {% do checks.append({
                'column': column.name, 'rule': 'not_null', 'broken_where': column.name ~ ' is null',
            }) %}
        {% endif %}

        {% for rule, breaks in comparisons.items() if rule in rules %}
            {% do checks.append({
                'column': column.name,
                'rule': rule ~ ' ' ~ rules[rule],
                'broken_where': column.name ~ ' ' ~ breaks ~ ' ' ~ rules[rule],
            }) %}
        {% endfor %}

        {% if rules.accepted_values %}
            {% set accepted = [] %}
            {% for value in rules.accepted_values %}
                {% do accepted.append(text_literal(value) if value is string else value) %}
            {% endfor %}
            {% do checks.append({
                'column': column.name,
                'rule': 'accepted_values',
                'broken_where': column.name ~ ' not in (' ~ accepted | join(', ') ~ ')',
            }) %}
        {% endif %}
    {% endfor %}
    {% do return(checks) %}
{% endmacro %}

{# Whether the database refuses an empty value where a contract does, while it writes. #}
{% macro default__keeps_not_null() %}{{ return(false) }}{% endmacro %}

{% macro duckdb__keeps_not_null() %}{{ return(true) }}{% endmacro %}
