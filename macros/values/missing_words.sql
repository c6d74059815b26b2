{# What people write where they know nothing, in small letters, with semicolons between. #}
{% macro missing_words() -%}
    {{ return(
        ';-;--;?;.;na;n/a;#n/a;#na;nan;null;(null);none;nil;(blank);missing;not available;unknown;k.a.;#value!;#ref!;#div/0!;'
        ~ '0000-00-00;0000-00-00 00:00:00;00.00.0000;00/00/0000'
    ) }}
{%- endmacro %}
