"""A small warehouse with the public tables the site reads, for tests that need no dbt build."""

import math
from functools import cache
from pathlib import Path

import duckdb
import yaml

HOSTILE_NAME = """<b>"O'Brien" & Co</b>"""
HOSTILE_SENTENCE = "They <script>window.hacked = true</script> buy ```often``` & pay on time."

HOSTILE_IDS = (
    "0012",
    "12",
    "A1",
    "a01",
    "with space ",
    """it's "quoted" \\ back""",
    "</script><script>window.hacked = true</script>",
    "`${window.hacked = true}`",
    "line\nbreak\u2028and\u2029more",
    "Grüße-中-🙂",
    "__proto__",
    "\uffee",
)
REASONS = [
    ("loyalty points", "segment", "loyalty points 1,240, nearer to 1,300 (the segment) than to 55 (the runner-up)"),
    ("<i>channel</i>", "segment", f"<i>channel</i> {HOSTILE_NAME}, as for 80% of the segment and 1% of the runner-up"),
    ("visits", "runner-up", "visits 3, in proportion nearer to 4 (the runner-up) than to 1 (the segment)"),
    ("profit", None, "profit unknown, as near to 4, as for\n (the segment) as to 4 (the runner-up)"),
]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONTRACTS = Path(__file__).parents[2] / "models" / "marts"


@cache
def public_tables() -> dict[str, dict[str, str]]:
    """The type of every column of every public table, as its contract has it."""
    files = sorted(CONTRACTS.rglob("*__models.yml"))
    models = [model for file in files for model in yaml.load(file.read_text("utf-8"), Loader=LOADER)["models"]]
    return {model["name"]: {column["name"]: column["data_type"] for column in model["columns"]} for model in models}


SEGMENTATIONS = {
    "rfm": (
        "Shop customers by buying behaviour",
        True,
        [
            ("Not bought yet", 0, 410),
            ("Champions", 1, 1230),
            ("Seasonal gift buyers", 2, 2104),
            ("Lapsed bargain hunters", 3, 1875),
            (HOSTILE_NAME, 4, 640),
            ("New and promising", 5, 981),
        ],
    ),
    "mall": (
        "Mall visitors by income and spending",
        False,
        [
            ("Careful spenders on high income", 1, 35),
            ("Average visitors", 2, 81),
            ("Young enthusiasts on low income", 3, 22),
            ("Prime customers", 4, 39),
            ("Restrained", 5, 23),
        ],
    ),
    "service": (
        "Service customers",
        True,
        [("Loyal", 1, 9120), ("Complaining", 2, 4210), ("Occasional", 3, 10670)],
    ),
    "jewellery": (
        "Jewellery buyers",
        True,
        [("Engaged collectors", 1, 310), ("Gift givers", 2, 402), ("Drifting away", 3, 288)],
    ),
}

FEATURES = {
    "rfm": [
        ("recency_days", "Days since last order", "days", 120.0, 90.0),
        ("frequency", "Orders", "orders", 4.2, 3.1),
        ("monetary", "Net revenue", "", 312.5, 280.0),
        ("length_days", "Days from first to last order", "days", 210.0, 150.0),
        ("return_rate", "Returned share of revenue", "share", 0.08, 0.07),
        ("discount_share", "Discount share", "share", 0.15, 0.1),
    ],
    "mall": [
        ("annual_income", "Annual income", "thousand", 60.6, 26.2),
        ("spending_score", "Spending score", "points", 50.2, 25.8),
        ("age", "Age", "years", 38.9, 13.9),
    ],
    "service": [
        ("products_purchased", "Products purchased", "products", 6.3, 4.0),
        ("complaints", "Complaints", "complaints", 0.7, 1.1),
        ("money_spent", "Money spent", "", 842.0, 610.0),
    ],
    "jewellery": [
        ("loyalty_points", "Loyalty points", "points", 1240.0, 800.0),
        ("profit", "Profit", "", 410.0, 300.0),
        ("visits", "Visits", "visits", 3.4, 2.0),
    ],
}

# By how much the silhouettes of other algorithms are above that of the one in use.
GAINED = {"ward": (-0.01, -0.03, 0.01, "cannot tell"), "dbscan": (-0.2, -0.25, -0.15, "worse")}

STRATEGIES = [
    ("Keep", "Keep them buying", "Invite them to the preview of the new season", "Early access", "email"),
    ("Grow", "Raise the basket by 10%", "Suggest what goes with the last order", "Bundle at 5% off", "email"),
    ("Listen", "Learn what they miss", "Ask three questions after the next order", "None", "sms"),
]


# The service customers have none.
FINDINGS = {
    "rfm": [
        ("mostly_missing", "info", "recency_days", None, None, 0.724, "Recency is mostly not known."),
        ("correlated_features", "warning", "frequency", "monetary", None, 0.93, HOSTILE_SENTENCE),
        ("rejected_rows", "warning", None, None, "order_lines", 0.12, "12.0% of the <i>order lines</i> were not used."),
    ],
    "mall": [
        ("early_signs_tell_little", "info", None, None, None, 0.0, "The sign-up tells <b>little</b> of the segment."),
        ("many_outliers", "info", "age", None, None, 0.11, "11.0% of the values of age are outliers."),
    ],
    "jewellery": [
        ("k_at_the_edge", "warning", None, None, None, 10, "10 is the largest number that was tried."),
        ("no_structure", "warning", None, None, None, 0.2, "Customers are one crowd."),
    ],
}

VOTES = {0: (4, "silhouette, elbow, gap, stability"), 2: (1, "davies_bouldin")}


def fake_warehouse(path: Path, *, segmentations: tuple[str, ...] = tuple(SEGMENTATIONS)) -> Path:
    """Write the tables of schema marts to a new DuckDB file and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as opened:
        connection = _Writer(opened)
        # One transaction: each on its own would wait for the disk.
        connection.execute("begin")
        connection.execute("create schema marts")
        for table, columns in public_tables().items():
            typed = ", ".join(f"{name} {data_type}" for name, data_type in columns.items())
            connection.execute(f"create table marts.{table} ({typed})")
        connection.execute("insert into marts.site_settings values (true, 0.75, 0.6, 0.8, 30, 2, 5)")
        for segmentation in segmentations:
            _fill(connection, segmentation)
        rejects = [
            ("order_lines", "missing customer id", 412),
            ("order_lines", "exact duplicate", 95),
        ]
        rejects += [("customers", "repeated <i>customer</i> id", 12)]
        for source, reason, count in rejects:
            for n in range(count):
                _insert(connection, "rejected_rows", ("shop", source, f"{source}-{reason}-{n}", reason, "{}"))
        _customers_to_find(connection, segmentations[-1])
        connection.execute("commit")
    return path


class _Writer:
    """A connection that keeps rows and writes many of a table at once: one by one they take seconds."""

    MOST_ROWS = 200

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.kept: dict[str, tuple[str, list[list]]] = {}

    def insert(self, table: str, columns: str, row: list) -> None:
        before, rows = self.kept.setdefault(table, (columns, []))
        if before != columns or len(rows) == self.MOST_ROWS:
            self._write(table)
            _, rows = self.kept.setdefault(table, (columns, []))
        rows.append(row)

    def execute(self, sql: str) -> None:
        for table in list(self.kept):
            self._write(table)
        self.connection.execute(sql)

    def _write(self, table: str) -> None:
        columns, rows = self.kept.pop(table)
        places = ", ".join("(" + ", ".join("?" * len(row)) + ")" for row in rows)
        values = [value for row in rows for value in row]
        self.connection.execute(f"insert into marts.{table} {columns} values {places}", values)


def _fill(connection: _Writer, segmentation: str) -> None:
    label, has_revenue, segments = SEGMENTATIONS[segmentation]
    total = sum(customers for *_, customers in segments)
    weights = [customers * (1.9 - 0.3 * place) for place, (*_, customers) in enumerate(segments)]
    structure = "no structure" if segmentation == "jewellery" else "found"
    for place, (name, segment_id, customers) in enumerate(segments):
        apart = segment_id == 0
        share = 0.0 if apart else max(weights[place], 1) / sum(max(w, 1) for w in weights)
        revenue = (share * total * 310.5, share) if has_revenue else (None, None)
        rule = None if apart else f"recency_days <= {30 * segment_id} and frequency >= 3.5"
        sentence = HOSTILE_SENTENCE if name == HOSTILE_NAME else f"{name}: they buy in their own way, and it shows."
        row = (segmentation, label, segment_id, name, None, None, customers, customers / total)
        row += (*revenue, sentence, rule)
        stability = None if apart else 0.93 - 0.09 * place
        row += (
            stability,
            None if apart else "stable" if stability >= 0.75 else "fair" if stability >= 0.6 else "doubtful",
            None if apart else 0.46 - 0.04 * place,
            structure,
            "constructive" if structure == "no structure" else "natural",
            "Customers are one crowd." if structure == "no structure" else "Customers form groups.",
            "clusters",
            *("kmeans", 0.97, 0.99, "v1"),
            HOSTILE_SENTENCE if name == HOSTILE_NAME else f"They are the {name}.",
            segment_id == 3,
        )
        _insert(connection, "segments", row)
        for day, was in (("2025-02-28", 0.5), ("2025-03-31", 0.8), ("2025-12-31", 1.0)):
            if day == "2025-12-31" or segmentation == "rfm":
                then = (None, None) if revenue[0] is None else (was * revenue[0], was * revenue[1])
                sizes = (round(was * customers), was * customers / total)
                _insert(connection, "segment_trends", (segmentation, segment_id, day, *sizes, *then))
        if not apart:
            _profiles(connection, segmentation, segment_id, name, customers)
            _rules(connection, segmentation, segment_id, name, customers)
        for priority, (strategy, objective, action, offer, channel) in enumerate(STRATEGIES, start=1):
            because = f"recency 0.{priority} standard deviations below everyone, <em>{name}</em>"
            words = (
                strategy,
                objective,
                action,
                offer,
                channel,
                "We saved you a seat.",
                "Orders in 60 days",
                because,
                *((4321.0, 12.5) if priority == 1 and segmentation == "rfm" else (None, None)),
            )
            _insert(connection, "segment_strategies", (segmentation, segment_id, name, priority, *words))
    for finding in FINDINGS.get(segmentation, []):
        _insert(connection, "data_findings", (segmentation, *finding))
    _k_selection(connection, segmentation, chosen=len([s for s in segments if s[1]]), total=total)
    _clusters_of_k(connection, segmentation, [s for s in segments if s[1]])
    _classifier(connection, segmentation, segments, total=total)
    _exploration(connection, segmentation, segments)
    _map(connection, segmentation, segments)
    _movement(connection, segmentation, segments)
    _usefulness(connection, segmentation)
    _value(connection, segmentation, segments)
    _campaigns(connection, segmentation, segments)
    _products(connection, segmentation, segments)
    _trust(connection, segmentation, segments)


def _profiles(connection, segmentation: str, segment_id: int, name: str, customers: int) -> None:
    for rank, (feature, label, unit, mean, spread) in enumerate(FEATURES[segmentation], start=1):
        z = ((segment_id * 7 + rank * 5) % 9 - 4) / 2.6
        value = mean + z * spread
        numbers = (value, value * 0.97, value * 0.6, value * 1.5, None)
        everyone = (mean, mean * 0.95, mean * 0.4, mean * 1.8, None, 1.0)
        head = (segmentation, segment_id, name, feature, None, label, unit, True, customers)
        _insert(connection, "segment_profiles", (*head, *numbers, *everyone, value, mean, z, rank))
    for level, share, population in (("Female", 0.62, 0.53), ("Male", 0.38, 0.47)):
        head = (segmentation, segment_id, name, "gender", level, "Gender", None, False, customers)
        shares = (*[None] * 4, share, *[None] * 4, population, 1.0, share, population)
        row = (*head, *shares, 0.18, 7)
        _insert(connection, "segment_profiles", row)


def _rules(connection, segmentation: str, segment_id: int, name: str, customers: int) -> None:
    rules = [(f"{name} from 30 to {30 * segment_id} days", 0.9, 0.97), ("orders <= 3 & age over 40", 0.07, 0.8)]
    for number, (rule, coverage, precision) in enumerate(rules[: 1 + segment_id % 2], start=1):
        row = (segmentation, segment_id, name, number, rule, f"days <= {number}", round(customers * coverage))
        _insert(connection, "segment_rules", (*row, coverage, precision, 0.975))


def _k_selection(connection, segmentation: str, *, chosen: int, total: int) -> None:
    for k in range(2, 11):
        off = abs(k - chosen)
        votes, voters = VOTES.get(off, (0, None))
        scores = (9000 / k**0.9, 0.46 - 0.05 * off, 0.01, 0.3 - 0.02 * off, 0.1)
        scores += (0.5 - 0.06 * off, 0.02, min(total, 1000), 900 - 90 * off, 0.8 + 0.1 * off, total)
        scores += (3 - 0.4 * off, 0.1, min(total, 2000))
        sizes = (0.95 - 0.07 * off, 0.9 - 0.07 * off, min(total, 1000), int(total / k / 2), 0.5 / k, 1.4 / k)
        row = (segmentation, k, *scores, *sizes, votes, voters, off == 0, "log, standard score")
        _insert(connection, "k_selection", row)


def _clusters_of_k(connection, segmentation: str, segments: list) -> None:
    """Ten customers in each cluster of every k, on a circle; the chosen clusters are the segments in reverse."""
    total = sum(customers for *_, customers in segments)
    for k in range(2, 11):
        for cluster in range(1, k + 1):
            is_segment = k == len(segments)
            name, segment_id, _ = segments[k - cluster] if is_segment else (None, None, None)
            figures = (total // k, 1 / k, 0.5 - 0.02 * cluster, 0.99 - 0.03 * cluster, 10, 0.1)
            _insert(connection, "k_clusters", (segmentation, k, cluster, segment_id, name, *figures))
            for rank in range(1, 11):
                angle = 6.28 * (cluster + rank / 20) / k
                place = (math.cos(angle), None if segmentation == "service" else math.sin(angle))
                who = f"{cluster}-{rank}"
                row = (segmentation, k, who, cluster, 0.8 - 0.09 * rank, rank, *place)
                _insert(connection, "k_customers", row)


def _classifier(connection, segmentation: str, segments: list, *, total: int) -> None:
    models = {
        "network": 0.97,
        "published_network": 0.93,
        "nearest_centre": 1.0,
        "logistic_regression": 0.96,
        "decision_tree": 0.94,
        "random_forest": 0.955,
        "majority_class": 0.34,
    }
    for model, accuracy in models.items():
        for split in range(1, 11):
            for part, shift in (("train", 0.01), ("test", 0.0)):
                found = min(accuracy + shift + (split * 7 % 10 - 5) / 400, 1) if 0.5 < accuracy < 1 else accuracy
                figures = (found, found - 0.02, 1 - found, 0.02)
                _insert(
                    connection, "classifier_metrics", (segmentation, model, f"{part}_{split}", total // 5, *figures)
                )
    for baseline, gained in (("logistic_regression", 0.01), ("majority_class", 0.63)):
        ends = (gained - 0.02, gained + 0.02)
        row = (segmentation, "network", baseline, 10, total / 5, 0.97, 0.97 - gained, gained, *ends)
        _insert(connection, "classifier_comparison", (*row, "better" if ends[0] > 0 else "cannot tell"))
    # The jewellery buyers have nothing but the figures of the splits.
    if segmentation == "jewellery":
        return
    named = [(name, segment_id, customers) for name, segment_id, customers in segments if segment_id]
    for name, segment_id, customers in named:
        for other, predicted, _ in named:
            share = 0.94 if predicted == segment_id else 0.06 / (len(named) - 1) if segment_id != 2 else 0.0
            share = 1.0 if segment_id == predicted == 2 else share
            counted = round(customers * share / 5)
            row = (segmentation, "network", "test", segment_id, name, predicted, other, counted, share)
            if counted:
                _insert(connection, "classifier_confusion", row)
        for number in range(20):
            _insert(
                connection,
                "customer_segments",
                segmentation=segmentation,
                customer_id=f"{segment_id}-{number}",
                segment_id=segment_id,
                segment_name=name,
                probability=0.9,
                nearest_segment_id=segment_id,
                network_segment_id=1 if number < 2 else segment_id,
                assigned_by="clustering",
                placed_by="nearest_centre",
            )
    for place in range(3, 11):
        confidence = (place - 0.45) / 10
        row = (segmentation, "network", "test", place, 4**place // 50 + 1, confidence, confidence - 0.06 + place / 150)
        _insert(connection, "classifier_calibration", row)
    for epoch in range(1, 401):
        loss, better = 1.6 * 0.985**epoch + 0.25, 1 - 0.75 * 0.98**epoch
        row = (segmentation, "network", 1 if epoch <= 200 else 2, epoch, 1e-3 if epoch <= 200 else 1e-4)
        wobble = (epoch * 37 % 11 - 5) / 200
        row += (loss + wobble, better * 0.85 + wobble, loss * 0.6, better * 0.97, epoch == 377)
        _insert(connection, "classifier_training_history", row)
    if segmentation == "mall":
        _experiments(connection, segmentation)
    for customer, assigned_by in (("early", "cold_start"), ("silent", "none")) if segmentation == "rfm" else ():
        row = {"segmentation": segmentation, "customer_id": customer, "assigned_by": assigned_by}
        _insert(connection, "customer_segments", **row, segment_id=int(assigned_by != "none"))
    # Of the service customers nothing is known early.
    for moment in {"rfm": ("first order", "sign-up"), "mall": ("sign-up",)}.get(segmentation, ()):
        for model, ahead in (("network", 0.03), ("logistic_regression", 0.0)):
            for step in range(10):
                coverage = max(1 - step / 8.5, 0.0)
                customers = round(total * coverage)
                accuracy = 0.95 - 0.4 * coverage + ahead + (0.01 if moment == "first order" else 0.0)
                figures = (accuracy, 0.34) if customers else (None, None)
                row = (segmentation, moment, model, step / 10, step == 6, 3, customers, coverage, *figures)
                row += (0.24, 0.2, 0.28, "better")
                _insert(connection, "cold_start_coverage", row)


def _experiments(connection, segmentation: str) -> None:
    for k in (5, 6):
        for place, architecture in enumerate(("published", "convolutional", "default")):
            for step, optimizer in enumerate(("adam", "rmsprop", "sgd")):
                for power, rate in enumerate((0.01, 0.001, 0.0001)):
                    test = 0.96 - 0.01 * k - 0.02 * (2 - place) - 0.08 * power * step - 0.01 * abs(power - 1)
                    is_unsure = (k, architecture, optimizer, rate) == (6, "default", "rmsprop", 0.01)
                    error = 0.02 if is_unsure else 0.004
                    figures = (5, test + 0.02, test, 0.015, test - 0.04, 0.41, 0.965, 180.0, error)
                    row = (segmentation, k, architecture, optimizer, rate)
                    _insert(connection, "classifier_experiments", (*row, 1, *figures))
    best = (segmentation, 5, "default", "adam", 0.001, 2, 30, 0.98, 0.955, 0.02, 0.9, 0.41, 0.965, 350.0, 0.004)
    _insert(connection, "classifier_experiments", best)


def _exploration(connection, segmentation: str, segments: list) -> None:
    """Figures of the features, the jewellery buyers' without a category and after cleaning only."""
    features = FEATURES[segmentation]
    for place, (feature, label, unit, mean, spread) in enumerate(features, start=1):
        transform = "log" if place == 3 else "standard"
        kinds = ("number", "number", transform, "median", None, None, place < 3, False, False)
        row = (segmentation, place, feature, label, unit, *kinds, "model: customers", feature)
        _insert(connection, "feature_catalogue", row)
        for name, segment_id, _ in segments:
            for step in range(1, 6):
                scale = "logarithmic" if transform == "log" else "linear"
                limits = (mean * (step - 1) / 3, mean * step / 3)
                row = (segmentation, feature, label, segment_id, name, scale, False, step, *limits)
                _insert(connection, "feature_histograms", (*row, (step * 7 + segment_id * 5) % 11 * 9))
        for stage, missing in (("before cleaning", 7), ("after cleaning", 9 if place == 1 else 0)):
            figures = (mean, spread, 0.0, mean / 2, mean, mean * 1.5, mean * 3, 1.2, 0.1, 0.05, 3, 0.003)
            row = (segmentation, "customer", feature, stage, 1000, 1000 - missing, missing, 2, *figures)
            if segmentation != "jewellery" or stage == "after cleaning":
                _insert(connection, "feature_statistics", row)
        for other, *_ in features:
            if other != feature:
                value = -0.85 if {feature, other} == {features[0][0], features[1][0]} else 0.12
                row = (segmentation, feature, other, "after cleaning", 990, value, value - 0.01)
                strength = "strong" if abs(value) > 0.7 else None
                _insert(connection, "feature_correlations", (*row, strength))
    if segmentation == "jewellery":
        return
    kinds = ("category", "category", "onehot", "median", None, None, False, True, True)
    row = (segmentation, 99, "gender", HOSTILE_SENTENCE, None, *kinds, "model: customers", "gender")
    _insert(connection, "feature_catalogue", row)
    for rank, (level, share) in enumerate(((HOSTILE_NAME, 0.6), ("Male", 0.35), ("(missing)", 0.05)), start=1):
        for stage in ("before cleaning", "after cleaning"):
            row = (segmentation, "gender", stage, level, round(1000 * share), share, rank)
            _insert(connection, "category_frequencies", row)


def _map(connection, segmentation: str, segments: list) -> None:
    """Points of the map; the mall visitors have two components only, and the service customers are a sample."""
    named = [(name, segment_id) for name, segment_id, _ in segments if segment_id]
    points = []
    for name, segment_id in named:
        for number in range(20):
            angle = segment_id + number / 8
            scores = [round(wave * segment_id + number % 5 / 9, 3) for wave in (angle % 2, 1 - angle % 3, angle % 1)]
            third = None if segmentation == "mall" else scores[2]
            points.append((f"{segment_id}-{number}", segment_id, name, False, *scores[:2], third, *scores[:2], 0.4))
    for point in points:
        _insert(connection, "segment_points", (segmentation, *point, segmentation == "service"))
    for place, (feature, label, unit, mean, spread) in enumerate(FEATURES[segmentation], start=1):
        for number, (customer_id, segment_id, *_) in enumerate(points):
            value = None if number == 3 else mean + spread * ((segment_id * place + number) % 7 - 2) / 3
            _insert(connection, "point_features", (segmentation, customer_id, feature, label, unit, value, None))
        for component, share in (("pc1", 0.6), ("pc2", 0.3), ("ld1", 0.8)):
            kind = "principal components" if component.startswith("pc") else "discriminants"
            row = (segmentation, kind, component, feature, None, label, 0.5, 1.1 / place - 0.6, share)
            _insert(connection, "feature_loadings", row)
    # The service customers are compared with no other algorithm.
    if segmentation == "service":
        return
    for algorithm, agreement, note in (("kmeans", 1.0, None), ("ward", 0.9, HOSTILE_SENTENCE), ("dbscan", 0.2, None)):
        gained = (0.0, 0.0, 0.0, None) if algorithm == "kmeans" else GAINED[algorithm]
        figures = (0.5, 0.48, *gained, 1234.5, None if algorithm == "ward" else 0.9, 800.0, 0.7, 0.1, 0.4)
        row = (segmentation, algorithm, algorithm == "kmeans", len(named), *figures, 0.05 * (algorithm == "dbscan"))
        _insert(connection, "algorithm_comparison", (*row, agreement, 0.99, 800, algorithm == "ward", 800, 0.25, note))
        for customer_id, segment_id, *_ in points:
            is_noise = algorithm == "dbscan" and customer_id.endswith("-7")
            similar = None if is_noise or (algorithm == "dbscan" and segment_id == 2) else segment_id
            row = (segmentation, algorithm, algorithm == "kmeans", customer_id, 0 if is_noise else segment_id, similar)
            _insert(connection, "algorithm_points", row)
    failed = (segmentation, "mean_shift", False, 0, *[None] * 19, "failed: <i>no</i> convergence")
    _insert(connection, "algorithm_comparison", failed)


# Stays of the shop's customers: kind, how many of it, and each stay with the day it begins, the segment and the cause.
# The first build, on 31 January, filled in the two month ends before it. On 20 March another model took over: segment 9
# died, and half of its customers changed themselves besides.
STAYS = [
    ("stays", 30, [("2024-11-30", 1, "new")]),
    ("returns", 4, [("2024-11-30", 3, "new"), ("2024-12-31", 2, "customer"), ("2025-01-31", 3, "customer")]),
    ("buys", 6, [("2024-11-30", 0, "new"), ("2025-01-31", 5, "customer")]),
    ("model", 12, [("2024-11-30", 9, "new"), ("2025-03-20", 4, "model")]),
    ("both", 5, [("2024-11-30", 9, "new"), ("2025-03-20", 2, "both")]),
    ("comes", 7, [("2025-03-20", 5, "new")]),
    ("leaves", 3, [("2024-11-30", 2, "new"), ("2025-03-20", None, None)]),
]
GONE = """The <i>"old"</i> guard"""
MATRIX = """
    insert into marts.segment_migrations
    select
        coalesce(starts.segmentation, ends.segmentation), periods.a, periods.b, starts.segment_id,
        max(starts.segment_name), max(starts.current_segment_name), ends.segment_id, max(ends.segment_name),
        max(ends.current_segment_name), count(*),
        {causes},
        count(*) filter (where ends.segment_id is null and starts.merged_into is not null)
    from (values (date '2024-11-30', date '2024-12-31'), (date '2024-12-31', date '2025-01-31'),
        (date '2025-01-31', date '2025-03-31')) as periods(a, b)
    cross join (select distinct customer_id from marts.segment_history where segmentation = 'rfm') as customers
    left join marts.segment_history as starts
        on starts.segmentation = 'rfm' and starts.customer_id = customers.customer_id and starts.valid_from <= periods.a
            and coalesce(starts.valid_to, date '9999-01-01') > periods.a
    left join marts.segment_history as ends
        on ends.segmentation = 'rfm' and ends.customer_id = customers.customer_id and ends.valid_from <= periods.b
            and coalesce(ends.valid_to, date '9999-01-01') > periods.b
    where coalesce(starts.segment_id, ends.segment_id) is not null
    group by all
""".format(
    causes=", ".join(
        f"count(*) filter (where starts.segment_id <> ends.segment_id and ends.cause = '{cause}')"
        for cause in ("customer", "model", "both")
    )
)


def _movement(connection, segmentation: str, segments: list) -> None:
    """History, lineage and outcomes; only the shop's customers have a past."""
    names = {segment_id: name for name, segment_id, _ in segments}
    for name, segment_id, customers in segments:
        if segment_id:
            row = (segmentation, 1, "2025-01-31", segment_id, name, "born", None, 0, customers, 0, 0.0)
            _insert(connection, "segment_lineage", (*row, "there was no model"))
        if segmentation != "rfm":
            row = (
                segmentation,
                f"{segment_id}-0",
                segment_id,
                name,
                name,
                "2025-03-31",
                None,
                "new",
                "v1",
                False,
                None,
            )
            _insert(connection, "segment_history", row)
    if segmentation != "rfm":
        return
    names[9] = GONE
    for kind, many, stays in STAYS:
        ends = [day for day, *_ in stays[1:]] + [None]
        for (day, segment_id, cause), end in zip(stays, ends, strict=True):
            for number in range(many if segment_id is not None else 0):
                name = names[segment_id]
                row = (segmentation, f"{kind}-{number}", segment_id, name, name, day, end, cause, "v1")
                _insert(connection, "segment_history", (*row, day < "2025-01-31", None))
    connection.execute(MATRIX)
    _insert(
        connection,
        "customer_segments",
        segmentation=segmentation,
        customer_id="model-0",
        segment_id=4,
        segment_name=names[4],
        probability=0.9,
        nearest_segment_id=4,
        network_segment_id=4,
        assigned_by="clustering",
        placed_by="nearest_centre",
    )
    events = [
        (1, "continued", None, 30, 33, 30, 0.91),
        (4, "split", 1, 30, 12, 10, 0.3),
        (9, "merged", 4, 17, 12, 12, 0.7),
        (5, "died", None, 6, 0, 0, 0.0),
    ]
    for segment_id, event, other, *figures in events:
        name = None if segment_id == 9 else names[segment_id]
        row = (segmentation, 2, "2025-03-20", segment_id, name, event, other, *figures, "orders drifted, <b>0.31</b>")
        _insert(connection, "segment_lineage", row)
    for segment_id, name in names.items():
        if segment_id != 9:
            spent = 25.5 * segment_id
            were = (0.25, False, 12.0, 1.0, 30.5) if segment_id == 2 else (0.9, True, 40.0, 2.5, 80.0)
            row = (segmentation, segment_id, name, "2024-10-02", 180, 40, *were, 40 * spent)
            row += (spent / 382.5, spent / 400, spent / 350, spent, 0.9 * spent, 1.1 * spent)
            row += (0.15 * segment_id, 0.1 * segment_id, 0.2 * segment_id)
            _insert(connection, "segment_outcomes", (*row, 0.31, 0.16, -0.04, 0.4, 0.14, None))


def _usefulness(connection, segmentation: str) -> None:
    """Ways of dividing the customers: of the shop with what they did after, of the others by their features alone."""
    told = {
        "segments": ("These segments", (0.4, 0.3, 0.5, None, 0.31, 0.25, 0.38, None)),
        "rfm_names": ("RFM names", (0.2, 0.1, 0.3, "less", 0.35, 0.3, 0.4, "more")),
        "bands": ("Bands of equal size", (0.39, 0.3, 0.5, "cannot tell", -0.04, -0.1, 0.02, "less")),
    }
    for place, (way, (label, figures)) in enumerate(told.items()):
        is_known = segmentation == "rfm"
        if way == "rfm_names" and not is_known:
            continue
        until = ("2024-10-02", 180, 240) if is_known else (None,) * 3
        own = (5 + place, 0.1, 0.8 - place / 10, 0.6 - place / 10, 4 if place == 0 else None)
        row = (segmentation, way, label, *own, *until, *(figures if is_known else (None,) * len(figures)))
        _insert(connection, "segmentation_usefulness", row)


# Figures of the decisive measure and of two others, by question: model, whether it is in use, and beside the best.
VALUE_QUALITY = {
    "chance": (("brier_score", "auroc", "accuracy", "calibration_error"), "rfm_cells"),
    "orders": (("squared_error", "absolute_error", "total", "rank_correlation", "best_tenth_found"), "bg_nbd"),
    "revenue": (("squared_error", "absolute_error", "total", "rank_correlation", "best_tenth_found"), "bg_nbd"),
}


def _value(connection, segmentation: str, segments: list) -> None:
    """What the customers of the shop are expected to be worth; of the others nothing is known."""
    if segmentation != "rfm":
        return
    shop, bought = HOSTILE_NAME, [segment for segment in segments if segment[1]]
    for place, (name, segment_id, customers) in enumerate(bought):
        share = (len(bought) - place) / 15
        worth = (1000.5 * customers, 9000.0 * share, 9000 * share / customers, share, 2.5, 0.4, 0.2, 120.5, 33.25)
        row = (segmentation, segment_id, name, shop, customers, customers / 6830, *worth)
        _insert(connection, "segment_value", row)
    for place, customer in enumerate((*HOSTILE_IDS[1:], "model-0")):
        chances, amounts = (0.9, 0.3, 0.6, 0.95), (0.5, 1.5, 6, 15.5, 46.5, 186)
        worth = (
            30.0,
            0.1,
            0.5,
            "2026-01-04",
            "2026-02-10",
            "2026-06-30",
            240,
            180.5 - place,
            420.5,
            12.5 - place,
            33.5,
        )
        row = (shop, customer, "2025-12-31", 8, 240.0, 120.0, *chances, *amounts, *worth, 1 + place % 10)
        _insert(connection, "customer_value", (*row, "rfm_cells", "bg_nbd", "bg_nbd", "bg_nbd"))
    (name, segment_id, _), (other_name, other_id, _), *_ = bought
    ways = {
        "stayed": (segment_id,) * 2,
        "moved": (segment_id, other_id),
        "came": (None, other_id),
        "left": (other_id, None),
    }
    names = {segment_id: name, other_id: other_name, None: None}
    for movement, (start, end) in ways.items():
        sides = (movement, start, names[start], end, names[end])
        row = (segmentation, shop, "2025-11-30", "2025-12-31", *sides, 20, 500.0, 2000.0, 100.0, 0.25, 50.5, 60.5)
        _insert(connection, "movement_value", row)
    for day, known_on, actual in (("2025-11-01", "2025-12-01", 50.0), ("2025-12-31", "2026-01-30", None)):
        for question in VALUE_QUALITY:
            share = actual and 45 / actual
            row = (shop, day, question, 30, known_on, "bg_nbd", "BG/NBD", 700, 45.0, actual, share)
            _insert(connection, "value_drift", row)
    labels = {"bg_nbd": "BG/NBD", "rfm_cells": "Mean of the RFM cell", "everyone": "Mean of all customers"}
    for question, (measures, in_use) in VALUE_QUALITY.items():
        for model, label in labels.items():
            for place, measure in enumerate(measures):
                figure = 0.1 + 0.1 * (model != in_use) + place / 10
                figure = None if (model, measure) == ("everyone", "rank_correlation") else figure
                ends = (None, None) if figure is None else (figure - 0.05, figure + 0.05)
                beside = None if place or model == in_use else "worse" if model == "everyone" else "cannot tell"
                fit = (True, False) if model == "bg_nbd" else (None, None)
                row = (shop, question, model, label, measure, figure, *ends, place == 0, model == in_use, beside, *fit)
                _insert(connection, "value_quality", (*row, "2025-07-04", 180, 700))


# Campaigns of the shop: stage, the first day and the last one that counts, and the verdict.
CAMPAIGNS = {
    "spring": ("ended", "2025-03-01", "2025-03-28", "works"),
    "autumn": ("running", "2025-12-20", "2026-01-16", "too early"),
    "summer": ("planned", "2026-06-01", "2026-06-28", "planned"),
}


def _campaigns(connection, segmentation: str, segments: list) -> None:
    """An audience, and a campaign of each stage; the other segmentations have none."""
    if segmentation != "rfm":
        return
    counted = (40, 5000.5, 125.01, 4, 2, 38, 0.0526, False, 50, 3, 2, 1, 4)
    _insert(connection, "audiences", ("best", HOSTILE_NAME, segmentation, "monetary >= 100", "2025-12-31", *counted))
    for place, customer in enumerate(HOSTILE_IDS, start=1):
        row = ("best", segmentation, customer, place, 4, HOSTILE_NAME, 90.5, "2025-12-31", None, "came")
        _insert(connection, "audience_members", row)
    for name, (stage, start, end, verdict) in CAMPAIGNS.items():
        head = (segmentation, "best", "win_back", stage, start, start, end, "2025-12-31", 0.3, 700, 300, 0, False)
        known = (
            "conversion",
            0.1,
            0.2,
            "right before",
            0.07,
            0.35,
            9000,
            None,
            f"It finds 7.0 points in {HOSTILE_NAME}.",
        )
        alike = (True, 0.1, "revenue in the year before", 0.9, 0.8, "The groups were alike.", 350.0, verdict)
        _insert(
            connection,
            "campaigns",
            (name, f"{name}: {HOSTILE_NAME}", *head[:3], *head[3:], stage != "planned", *known, *alike),
        )
        for customer, group in zip(HOSTILE_IDS, ("treated", "held out") * 6, strict=True):
            row = (name, segmentation, customer, group, 4, HOSTILE_NAME, 1, 90.5, start, start, False)
            _insert(connection, "campaign_assignments", row)
        if stage == "planned":
            continue
        for measure, mean in (("conversion", 0.25), ("revenue", 12.5)):
            for place, (named, segment_id, _) in enumerate([(None, None, 0), *segments]):
                difference = mean * (0.4 - 0.2 * place)
                ends = (difference - 0.2 * mean, difference + 0.2 * mean)
                said = (
                    verdict
                    if stage == "running"
                    else ("works", "too small to tell", "does not work", "harms")[place % 4]
                )
                group = (700, 300, mean + difference, mean, difference, *ends, ends[0] * 1.5, ends[1] * 1.5)
                chance = (1.4, 1.1, 1.7, 0.01, 0.04, "adjusted", 0.2, 0.3 * mean, 10 if place == 0 else None)
                money = (measure == "revenue") or None
                gain = [money and value for value in (100.5, 20.5, 180.5)]
                brought = (difference * 700, ends[0] * 700, ends[1] * 700, 350.0, *gain, said)
                head = (
                    name,
                    f"{name}: {HOSTILE_NAME}",
                    segmentation,
                    "win_back",
                    stage,
                    "2025-12-31",
                    segment_id,
                    named,
                )
                row = (*head, measure, measure == "conversion", *group, *chance, *brought)
                _insert(connection, "campaign_results", row)


def _products(connection, segmentation: str, segments: list) -> None:
    """What is bought together and who comes back, of the shop's customers."""
    if segmentation != "rfm":
        return
    for name, segment_id in ((None, None), (HOSTILE_NAME, 4)):
        head = ("shop", segmentation, segment_id, name)
        for level in ("category", "product"):
            for item, other in (("tea", HOSTILE_NAME), (HOSTILE_NAME, "tea")):
                counted = (1000, 100, 200, 60) if item == "tea" else (1000, 200, 100, 60)
                pair = (item, f"{item}!", other, f"{other}!", *counted, 0.06, 60 / counted[1], 3.0, 8.9, 1)
                _insert(connection, "product_affinity", (*head, level, *pair))
        for month in range(1, 13):
            for since in range(13 - month):
                active = 100 if since == 0 else 40 - 2 * since
                counted = (100, active, active / 100, 10.5 * active, 0.1 * active, since < 12 - month)
                _insert(connection, "cohorts", (*head, f"2025-{month:02}-01", since, *counted))
    for customer in HOSTILE_IDS:
        row = ("shop", customer, "tea", HOSTILE_NAME, 0.3, 0.2, 40, "coffee", 0.1, 0.1)
        _insert(connection, "next_product", row)


def _trust(connection, segmentation: str, segments: list) -> None:
    """Models and drift: three days, a champion and two challengers of the shop; of the others the first build only."""
    model = ("kmeans", 3, 7, "default", f"{HOSTILE_NAME}: log", "found", "natural", 0.46, 0.82, 0.97, 0.02, 0.05)
    for number, customers in ((6, 3), (9, 20), (10, 400)):
        upto = number / 10
        row = (segmentation, number, upto - 0.1, upto, customers, 7 * customers, upto - 0.04, upto - 0.06)
        _insert(connection, "assignment_reliability", row)
    days = ["2025-10-31", "2025-11-30", "2025-12-31"] if segmentation == "rfm" else ["2025-12-31"]
    for version, day in enumerate(days, start=1):
        is_champion = version == min(2, len(days))
        told = (
            f"{HOSTILE_NAME} drifted" if version > 1 else "there was no model",
            f"version {version}: {HOSTILE_NAME}",
        )
        row = (segmentation, f"{segmentation}-{version}", version, is_champion, True, day, None, 900)
        _insert(connection, "model_registry", (*row, *told, *model))
        ways = ("combined", "champion", "anew", "warm_start") if version > 1 else ()
        for place, way in enumerate(ways):
            figures = (200, 0.4 + place / 50, place / 10, 0.9 + place / 50)
            gain = (5, 0.02, -0.01, 0.05, None if way == "champion" else "cannot tell")
            _insert(connection, "model_updates", (segmentation, row[1], version, day, way, *figures, told[1], *gain))
        fit = (0.02 * version, 1.2 + version / 10, 1.2, 0.01 * version, 0.05, 0.04, "none" if version < 3 else "some")
        placed_by = f"{segmentation}-{min(version, 2)}"
        if version == 1:
            fit = (None,) * 7
        compared = (None, 1, 2)[version - 1]
        _insert(connection, "assignment_drift", (segmentation, day, placed_by, compared, 900 + version, *fit))
        for place, (feature, label, *_) in enumerate(FEATURES[segmentation] if version > 1 else []):
            index = 0.3 * version / 3 / (place + 1) ** 2
            drift = "much" if index >= 0.25 else "some" if index >= 0.1 else "none"
            row = (segmentation, day, feature, HOSTILE_NAME if place == 2 else label, 900, index, 0.01, drift)
            _insert(connection, "feature_drift", (*row, True, "asked for"))
    inputs = [("order_lines", 12000, 507), ("<i>customers</i>", 900, 12)] if segmentation == "rfm" else []
    for source, read, rejected in inputs or [("customers", 500, 0)]:
        _insert(connection, "input_quality", (segmentation, source, read, rejected, rejected / read))
    # The service customers have no sensitive attribute.
    for level, level_customers in (
        (("Female", 500), (HOSTILE_NAME, 400), ("Other", 12)) if segmentation != "service" else ()
    ):
        for name, segment_id, _ in segments:
            share = 0.2 * (0.5 + 0.25 * ((segment_id + len(level)) % 5))
            share = 0.0 if level == "Other" and segment_id == 2 else share
            is_flagged = not 0.8 <= share / 0.2 <= 1.25 and level_customers > 30
            counts, interval = (round(share * level_customers), level_customers), (0.8 * share, 1.2 * share)
            figures = (*counts, share, *interval, 0.2, share / 0.2, 10 * (share - 0.2))
            _insert(
                connection, "fairness_audit", (segmentation, "gender", level, segment_id, name, *figures, is_flagged)
            )
        for kind, share in (("discount", 0.6), ("premium", 0.1), ("other", 0.3)):
            counts, interval = (round(share * level_customers), level_customers), (0.8 * share, 1.2 * share)
            figures = (*counts, share, *interval, 0.5, share / 0.5, 10 * (share - 0.5), level == "Female")
            _insert(connection, "fairness_offers", (segmentation, "gender", level, kind, *figures))
        tested = (level_customers, 2 * level_customers, level_customers // 5, 0.1, 0.08, 0.12, 0.07, True)
        _insert(connection, "fairness_errors", (segmentation, "gender", level, *tested))
    for place, proxy in enumerate(("(all features)", *(feature for feature, *_ in FEATURES[segmentation][:3]))):
        if segmentation != "service":
            silhouettes = (0.4, 0.4 - place / 50, place / 50) if place else (None, None, None)
            figures = (2, 900, 0.7 - place / 10, 0.65 - place / 10, 0.75 - place / 10, 0.5, place < 2, *silhouettes)
            _insert(connection, "fairness_proxies", (segmentation, "gender", proxy, *figures))
    if segmentation == "rfm":
        for place, rfm_name in enumerate((HOSTILE_NAME, "Loyal", "At risk")):
            for name, segment_id, _ in segments[place : place + 3]:
                row = (segmentation, rfm_name, segment_id, name, 100 - segment_id, 0.3, 0.2, 0.31)
                _insert(connection, "rfm_by_segment", row)


def _customers_to_find(connection: _Writer, segmentation: str) -> None:
    """What the page that finds a customer reads, of customers with ids that are hard to write."""
    names = {segment_id: name for name, segment_id, _ in SEGMENTATIONS[segmentation][2]}
    for customer in HOSTILE_IDS:
        _insert(
            connection,
            "customer_segments",
            segmentation=segmentation,
            customer_id=customer,
            segment_id=1,
            segment_name=names[1],
            probability=0.75,
            second_segment_id=2,
            second_probability=0.2,
            is_noise=False,
            assigned_by="clustering",
        )
        bought = {"recency_days": 15, "frequency": 3, "monetary": 1234.5, "r_score": 4, "rfm_name": HOSTILE_NAME}
        _insert(connection, "customers", shop=HOSTILE_NAME, customer_id=customer, **bought)
        for rank, (label, side, reason) in enumerate(REASONS, start=1):
            _insert(
                connection,
                "customer_reasons",
                segmentation=segmentation,
                customer_id=customer,
                feature_label=label,
                support_share=0.6 / rank,
                reason_rank=rank,
                speaks_for=side,
                reason=reason,
            )


def _insert(connection, table: str, row: tuple = (), **values) -> None:
    """Write a whole row in the order of the contract, or the columns that are named and nothing in the others."""
    columns = f"({', '.join(values)})" if values else ""
    connection.insert(table, columns, list(row or values.values()))
