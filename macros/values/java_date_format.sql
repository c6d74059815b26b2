{# A strptime format as the pattern that Spark knows: %d/%m/%Y becomes d/M/yyyy. #}
{% macro java_date_format(format) -%}
    {%- set letters = {
        'd': 'd', 'm': 'M', 'Y': 'yyyy', 'y': 'yy', 'H': 'H', 'I': 'h', 'M': 'm', 'S': 's', 'f': 'SSSSSS', 'p': 'a',
        'b': 'MMM', 'B': 'MMMM', 'j': 'D', 'z': 'XX', 'a': 'E', 'A': 'EEEE',
    } -%}
    {%- set result = [] -%}
    {%- for part in modules.re.findall('%-?[A-Za-z]|[^%]', format) -%}
        {%- if part.startswith('%') -%}
            {%- do result.append(letters.get(part[-1], '')) -%}
        {%- else -%}
            {%- do result.append("''" ~ part ~ "''" if part.isalpha() else part) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(result | join) }}
{%- endmacro %}
