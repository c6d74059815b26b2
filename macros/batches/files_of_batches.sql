{#
    The files of a shop's order lines, or the days on which they were loaded, each with the address under which it is read by its own form (see
    segmentation/intake/forms.py), in the order of their versions.
#}
{% macro files_of_batches(shop) %}
    {% set place, columns = shop.inputs.order_lines, columns_of_input('order_lines') %}
    {% if not has_files(place) %}
        {{ return(days_of_loading(shop)) }}
    {% endif %}
    {% set expressions, asked = mapped_expressions(shop, 'order_lines'), {} %}
    {% for column, expression in expressions.items() if column in columns and expression != 'null' %}
        {% do asked.update({column: [expression, columns[column]]}) %}
    {% endfor %}
    {% set needed = ['customer_id', 'ordered_at', 'order_id', 'quantity', 'unit_price', 'amount', 'order_total'] %}
    {% set found = found_files(place, asked, needed) %}
    {% if found.left_out %}
        {% do exceptions.warn(
            "Input 'order_lines' of shop '" ~ shop.name ~ "' names the files " ~ place.file ~ ", which leaves out "
            ~ found.left_out | join(', ') ~ " next to them: name the folder to read these too, or put them elsewhere."
        ) %}
    {% endif %}
    {% if not found.files %}
        {{ exceptions.raise_compiler_error(
            "Input 'order_lines' of shop '" ~ shop.name ~ "' names the files " ~ place.file
            ~ ", of which there is none: paths are relative to the project folder."
        ) }}
    {% endif %}
    {{ return(found.files) }}
{% endmacro %}
