{#
    An amount as people write it (see read_number) as the text that a cast reads, or a text that none does.

    First all blanks, apostrophes and minus signs are made one of a kind; then one pattern has to match it all; then the
    digits are taken out of it, and the separators out of them. A pattern with groups to remember is ten times as slow.
#}
{% macro number_text(expression, decimal, is_whole=false) -%}
    {%- set text = 'cast(' ~ expression ~ ' as string)' -%}
    {%- set other = ',' if decimal == '.' else '.' -%}
    {%- set minus_signs = '\u2212\u2013' -%}
    {%- set blanks_and_apostrophes = '\u00a0\u202f\u2009\u2007\u2019\u2018\u00b4' -%}
    {#- A dash in place of decimals says that there are none, and not that the number is negative: 499,- -#}
    case
        when contains({{ text }}, '(') = contains({{ text }}, ')')
            then
                case
                    when contains({{ text }}, '(') then '-'
                    when contains(replace(replace(replace({{ text }}, '{{ minus_signs[0] }}', '-'), '{{ minus_signs[1] }}', '-'), '{{ decimal }}-', ''), '-') then '-'
                    else ''
                end
                || replace(replace(replace(replace(
                    regexp_extract(
                        regexp_extract(
                            replace(replace(
                                replace(
                                    trim(translate(
                                        lower({{ text }}), concat('{{ minus_signs ~ blanks_and_apostrophes }}', chr(39)), '--    ````'
                                    )),
                                    '{{ decimal }}-',
                                    '~'
                                ),
                                'r.',
                                'r'
                            ), 'rs.', 'rs'),
                            '^{{ number_pattern(decimal, is_whole) }}$',
                            0
                        ),
                        '[{{ decimal }}]?[0-9][0-9., `]*',
                        0
                    ),
                    ' ', ''), '`', ''), '{{ other }}', ''), '{{ decimal }}', '.')
                || case when contains({{ text }}, '%') then 'e-2' else '' end
    end
{%- endmacro %}
