{#
    The customers to forget, from the variable of this name: ids as they are, or the name of a file that `segments forget`
    writes, which has hashes of ids and not the ids. Each is a mapping with `id`, or with `salt` and `hash`, and `of`, the
    shop or segmentation whose customer it is (`*` for all).
#}
{% macro forgotten_customers() %}
    {% set given = setting('forgotten_customers') %}
    {% set result = [] %}
    {% if given is not string %}
        {% for id in given %}
            {% do result.append({'of': '*', 'id': id | string}) %}
        {% endfor %}
    {% elif execute and flags.WHICH in ['build', 'run', 'test'] and model.resource_type in ['model', 'test'] %}
        {% set query -%}
            select "of", salt, hash
            from read_csv({{ text_literal(given) }}, header = true, columns = {'of': 'text', 'salt': 'text', 'hash': 'text'})
            order by all
        {%- endset %}
        {% if run_query('select count(*) from glob(' ~ text_literal(given) ~ ')').rows[0][0] == 0 %}
            {{ exceptions.raise_compiler_error(
                "`vars` in dbt_project.yml names the file " ~ given ~ " under forgotten_customers, which is not there: put"
                ~ " it back, or customers who asked to be forgotten come back."
            ) }}
        {% endif %}
        {% for row in run_query(query).rows %}
            {% do result.append({'of': row[0], 'salt': row[1], 'hash': row[2]}) %}
        {% endfor %}
    {% endif %}
    {{ return(result) }}
{% endmacro %}
