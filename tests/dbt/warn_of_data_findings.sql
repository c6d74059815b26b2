{{ config(severity='warn') }}
-- Warns where the data may make worse segments than they seem: the sentences stand in the output above.
{% do report_findings(ref('data_findings')) %}

select * from {{ ref('data_findings') }}
where severity = 'warning'
