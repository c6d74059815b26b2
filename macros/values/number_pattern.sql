{#
    What an amount looks like to a regular expression of any engine, once blanks, apostrophes and minus signs are of one
    kind and a dash in place of decimals is a tilde (see number_text).
#}
{% macro number_pattern(decimal, is_whole=false) -%}
    {%- set other = ',' if decimal == '.' else '.' -%}
    {%- set digits = '0' if is_whole else '[0-9]' -%}
    {%- set signs = '$€£¥₹₽₺₩₪₫฿₴' -%}
    {%- set codes = 'eur|euro|usd|gbp|chf|sfr|fr|jpy|cny|rmb|inr|rs|sek|nok|dkk|isk|kr|pln|zł|czk|kč|huf|ft|ron|lei|bgn'
        ~ '|try|tl|rub|uah|aud|cad|nzd|hkd|sgd|krw|thb|idr|myr|php|vnd|brl|mxn|ars|clp|cop|pen|zar|ngn|kes|egp|aed|sar'
        ~ '|ils' -%}
    {%- set currency = '(?:[' ~ signs ~ ']|(?:us|a|au|c|ca|nz|hk|s|r|mx)[$]|' ~ codes ~ ')?' -%}
    {%- set thousands = '[1-9][0-9]{0,2}(?:(?:[' ~ other ~ '][0-9]{3})+|(?: [0-9]{3})+|(?:`[0-9]{3})+)' -%}
    {#- Groups of two up to the last three, as in 1,03,868.74: lakhs and crores. -#}
    {%- set lakhs = '[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}|' if decimal == '.' else '' -%}
    {%- set number = '(?:(?:' ~ lakhs ~ thousands ~ '|[0-9]+)(?:[' ~ decimal ~ ']' ~ digits ~ '*|~)?|[' ~ decimal ~ ']'
        ~ digits ~ '+)' -%}
    {%- set before = '(?:[-+(]? ?' ~ currency ~ '|[' ~ signs ~ '] ?[-+(])? ?' -%}
    {%- set after = ' ?' ~ ('' if is_whole else '%?') ~ currency ~ ' ?-? ?[)]? ?' ~ currency -%}
    {{ before ~ number ~ after }}
{%- endmacro %}
