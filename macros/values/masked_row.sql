{#
    The text of an input row without what identifies a person directly: fields of a JSON object by their names, and in any
    text e-mail addresses, phone numbers with a country code, account numbers (IBAN), and numbers as long as those of payment
    cards.
#}
{% macro masked_row(raw_row) -%}
    {#- Of the names, and in the patterns, only what RE2 and Java read alike. -#}
    {%- set names = [
        'e?[-_ ]?mail', 'correo', 'courriel', 'phone', 'telefon', 'mobile', 'handy', 'fax', '電話',
        '(first|last|full|family|given|middle|maiden|customer|client|member|user|birth|sur|nick)[-_ ]?name',
        'vorname', 'nachname', 'prenom', 'prénom', 'nombre', 'apellido', 'cognome', 'nazwisko', '氏名', '名前',
        'address', 'adresse', 'street', 'stra(ss|ß)e', 'direcci', 'indirizzo', 'endere', 'post[-_ ]?code', 'zip',
        'postleitzahl', 'codigo[-_ ]?postal', 'code[-_ ]?postal', '住所', '郵便', 'latitude', 'longitude',
        'iban', 'account', 'konto', 'passport', 'ausweis', 'national[-_ ]?(id|number)', 'tax[-_ ]?(id|number|no)',
        'social[-_ ]?security', 'date[-_ ]?of[-_ ]?birth', 'birth', 'geburt', 'naissance', 'nacimiento', 'nascita',
    ] -%}
    {%- set words = ['name', 'nom', 'tel', 'card', 'karte', 'tarjeta', 'carta', 'bic', 'ssn', 'dob', 'plz', 'lat', 'lon', 'lng'] -%}
    {%- set key = '(?i)"([^"]*(?:' ~ names | join('|') ~ ')[^"]*|(?:[^"]*[^a-z"])?(?:' ~ words | join('|')
        ~ ')(?:[^a-z"][^"]*)?)":' -%}
    {%- set masks = [
        (key ~ '(?:"(?:[^"\\\\]|\\\\.)*"|-?[0-9][^,}]*)', '"\\1":"(masked)"'),
        ('[^\\s"\',;|<>@:]+@[^\\s"\',;|<>@]+[.][^\\s"\',;|<>@.]+', '(masked)'),
        ('\\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\\b', '(masked)'),
        ('\\b(?:[0-9][ -]?){14,18}[0-9]\\b', '(masked)'),
        ('[+][0-9][0-9 ()./-]{6,}[0-9]', '(masked)'),
    ] -%}
    {%- set masked = [raw_row] -%}
    {%- for pattern, by in masks -%}
        {%- do masked.append(adapter.dispatch('replaced_everywhere')(masked[-1], pattern, by)) -%}
    {%- endfor -%}
    {{ masked[-1] }}
{%- endmacro %}

{% macro default__replaced_everywhere(text, pattern, by) -%}
    regexp_replace({{ text }}, {{ text_literal(pattern) }}, {{ text_literal(by.replace('\\1', '$1')) }})
{%- endmacro %}

{% macro duckdb__replaced_everywhere(text, pattern, by) -%}
    regexp_replace({{ text }}, {{ text_literal(pattern) }}, {{ text_literal(by) }}, 'g')
{%- endmacro %}
