{{ finding_of_reason(
    'no particular customer', 'info',
    'are of nobody in particular, such as walk-ins or guests: their revenue belongs to no segment.'
) }}
