{{ config(enabled=has_batches()) }}

{{ planned_batches() }}
