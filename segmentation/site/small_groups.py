"""What is shown of few customers, left out of a site that holds no single ones.

A group of a few is a person to those who know one of them. Where one group of several that add up is left out, the next
smallest is too: else the one would be what is missing from the sum.
"""

import re

LEAST = "(select smallest_group from marts.site_settings)"

# Rows of so many customers that add up, by the table: to what they do, and what tells them apart.
_PARTS = {
    "category_frequencies": ("segmentation, feature, stage", "level"),
    "feature_histograms": ("segmentation, feature", "bin, segment_id"),
    "fairness_audit": ("segmentation, feature, level", "segment_id"),
    "fairness_offers": ("segmentation, feature, level", "offer_kind"),
    "movement_value": ("segmentation", "from_segment_id, to_segment_id"),
}
_KEPT = """
    select * exclude (place_by_size, small_parts) from (
        select
            *,
            row_number() over (partition by {whole} order by customers = 0, customers, {part}) as place_by_size,
            count(*) filter (where customers between 1 and {least} - 1) over (partition by {whole}) as small_parts
        from marts.{table}
    )
    where customers not between 1 and {least} - 1 and not (small_parts = 1 and place_by_size <= 2)
"""
SHOWN = {
    table: _KEPT.format(table=table, whole=whole, part=part, least=LEAST) for table, (whole, part) in _PARTS.items()
} | {
    # The lowest and the highest value are those of one customer; of so few, so are the others.
    "feature_statistics": """
        select * replace (
            cast(null as double) as minimum, cast(null as double) as maximum, {}
        ) from marts.feature_statistics
    """.format(
        ", ".join(
            f"case when known >= {LEAST} then {figure} end as {figure}"
            for figure in ("mean", "standard_deviation", "p25", "median", "p75", "skewness", "log_skewness")
        )
    ),
    "segment_profiles": f"""
        select * from marts.segment_profiles
        where customers >= {LEAST} and (level is null or round(share * customers) not between 1 and {LEAST} - 1)
    """,
}
SHOWN["fairness_errors"] = f"select * from marts.fairness_errors where customers >= {LEAST}"
for _table in ("fairness_audit", "fairness_offers"):
    SHOWN[_table] = f"select * from ({SHOWN[_table]}) where level_customers >= {LEAST}"

_TABLE = re.compile(rf"\bmarts\.({'|'.join(SHOWN)})\b")


def without_small_groups(sql: str) -> str:
    """A query of the public tables as one of what is shown of them.

    Examples
    --------
    >>> without_small_groups("select 1 from marts.segments")
    'select 1 from marts.segments'
    """
    return _TABLE.sub(lambda match: f"({SHOWN[match[1]]})", sql)
