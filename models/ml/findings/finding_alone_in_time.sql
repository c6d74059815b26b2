{{ finding_of_reason(
    'stands alone in time', 'warning',
    'come long after all others and are left out, because their date looks like a mistake: correct it, or give the'
    ~ ' shop an as_of_date.'
) }}
