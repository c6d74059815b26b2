{# Names no feature may have: other columns of the tables it stands in, and words of SQL that people use as names. #}
{% macro reserved_names() %}
    {% do return([
        'segmentation', 'customer_id', 'revenue', 'set_apart_reason', 'is_eligible', 'ineligible_reason', 'segment_id',
        'row_id', 'raw_row', 'reject_reason', 'unreadable_features', 'unreadable_line', 'file_position', 'file_row_number',
        'has_impossible_age', 'is_unknown', 'is_unreadable', 'copy_number', 'row_rank', 'stage', 'source_rows', 'maturity',
        'fingerprint', 'as_of_date', 'all', 'and', 'any', 'array', 'as', 'asc', 'between', 'both', 'by', 'case', 'cast',
        'check', 'column',
        'constraint', 'create', 'cross', 'current_date', 'default', 'desc', 'distinct', 'do', 'else', 'end', 'except',
        'false', 'fetch', 'filter', 'for', 'foreign', 'from', 'full', 'grant', 'group', 'having', 'in', 'inner',
        'interval', 'intersect', 'into', 'is', 'join', 'left', 'like', 'limit', 'natural', 'not', 'null', 'offset',
        'on', 'only', 'or', 'order', 'outer', 'over', 'primary', 'references', 'right', 'select', 'some', 'table',
        'then', 'to', 'true', 'union', 'unique', 'user', 'using', 'values', 'when', 'where', 'window', 'with',
    ]) %}
{% endmacro %}
