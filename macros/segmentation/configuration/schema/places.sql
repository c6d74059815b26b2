{# Settings of a place that rows come from: `any`, and `list`, whose rows are customers by their ids. #}
{% macro places() %}
    {% set place = {
        'file': dict(type='text', otherwise='none', meaning="a file, a folder or a pattern, from the project folder"),
        'model': dict(type='text', otherwise='none', meaning="a model or seed of the project"),
        'relation': dict(type='text', otherwise='none', meaning="a table or view of the warehouse"),
        'delimiter': dict(type='character', words=['whitespace'], otherwise='found when read', meaning=
            "what stands between the fields of a text file"),
        'header': dict(type='flag', otherwise='found when read', meaning=
            "whether the first line of a text file has the names of the columns, which are `column_1` and so on where"
            " not"),
        'skip': dict(limits().count, otherwise='found when read', meaning="lines of a text file before the header"),
        'sheet': dict(type='text', otherwise='the one with the most rows', meaning="the sheet of a spreadsheet"),
        'decimal': dict(type='choice', values=['.', ','], otherwise='"."', meaning="decimal mark of numbers that are text"),
        'dates': dict(type='formats', otherwise='2025-12-31', meaning="how dates that are text are written"),
        'ids': dict(type='choice', values=['unified', 'as_written'], default='unified', meaning=
            "whether customer ids are the same where only the case of an e-mail address, blanks or the `.0` of a"
            " spreadsheet differ"),
    } %}
    {% set list_place = {
        'file': place.file, 'model': place.model, 'relation': place.relation, 'delimiter': place.delimiter,
        'header': place.header, 'skip': place.skip, 'sheet': place.sheet,
        'id': dict(type='sql', default='customer_id', meaning="SQL expression of the customer's id"),
    } %}
    {% do return({'any': place, 'list': list_place}) %}
{% endmacro %}
