"""Reports to render: one like a real shop's, one in which nothing pays, and hostile text."""

from __future__ import annotations

import dataclasses

from tenfold.queries.report import (
    Cost,
    ExistingIndex,
    Finding,
    IndexReport,
    LeftOut,
    Plan,
    PlanLine,
    RejectedIndex,
    Report,
    StatementReport,
)

HOSTILE = "</script><img src=x onerror=alert(1)><!--"
NON_LATIN = "SELECT * FROM 商品 WHERE 名前 = 'とうふ' AND описание LIKE '%творог%'"
LONG = (
    "SELECT id FROM products WHERE id IN ("
    + ", ".join(str(n) for n in range(100_000, 100_493))
    + ")"
)
LONG = LONG + " " * (4_000 - len(LONG)) if len(LONG) < 4_000 else LONG[:4_000]


def cost(
    steps: int,
    *,
    calls: int = 1,
    rows: int = 25,
    scanned: int = 0,
    writes: int = 0,
    finished: bool = True,
) -> Cost:
    """A cost whose times and pages follow from its steps, as they mostly do."""
    total = steps * 2.1e-5
    return Cost(
        steps=steps,
        page_fetches=steps // 9,
        page_writes=writes,
        total_ms=total,
        p50_ms=total / calls * 0.94,
        p95_ms=total / calls * 1.9,
        rows_returned=rows * calls,
        rows_read=scanned * calls,
        finished=finished,
    )


def statement(
    n: int, text: str, before: Cost, after: Cost, calls: int, **more: object
) -> StatementReport:
    """A statement; whatever isn't given is that of a plain read."""
    made = StatementReport(
        id=f"{n:010x}",
        text=text,
        example=text.replace("?", str(400 + n)),
        kind="read",
        requests=["GET /household"],
        call_sites=[f"shop/views/household.py:{20 + n}"],
        calls=calls,
        replayed=min(calls, 20),
        distinct=min(calls, 20),
        tables=["transactions"],
        before=before,
        after=after,
        plan_before=[PlanLine("SCAN transactions", 0, "reads all 1 469 307 rows of transactions")],
        plan_after=[
            PlanLine("SEARCH transactions USING INDEX transactions_household (household_id=?)", 0)
        ],
        same="identical",
    )
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def scans(n: int) -> StatementReport:
    """One of many reads that an index mends more or less."""
    calls = 3 + 7 * n
    per_call = 4_408_914 // (1 + n * n // 3)
    after = max(12, per_call // (4 + 90 // (1 + n)))
    return statement(
        100 + n,
        f"SELECT product_id, sum(quantity) FROM transactions WHERE week = ? AND store_id = ?"
        f" AND col_{n} > ? GROUP BY product_id ORDER BY 2 DESC LIMIT ?",
        cost(per_call * calls, calls=calls, scanned=per_call // 3),
        cost(after * calls, calls=calls),
        calls,
        requests=[f"GET /report/{n}", "GET /admin"],
    )


def unchanged(n: int) -> StatementReport:
    """A read that was good already."""
    plan = [PlanLine("SEARCH products USING INTEGER PRIMARY KEY (rowid=?)", 0)]
    return statement(
        200 + n,
        f"SELECT id, brand, package_size FROM products WHERE id = ? AND {n} = {n}",
        cost(14 * 90, calls=90, rows=1),
        cost(14 * 90, calls=90, rows=1),
        90,
        plan_before=plan,
        plan_after=plan,
        tables=["products"],
        call_sites=[],
        requests=[],
    )


def shop() -> Report:
    """Sixty statements on a grocery's database, with everything that a report can hold."""
    special = [
        statement(
            1,
            "SELECT t.id, t.sold_at, p.product_category, t.quantity, t.sales_value FROM"
            " transactions AS t"
            " JOIN products AS p ON p.id = t.product_id WHERE t.household_id = ?"
            " ORDER BY t.sold_at DESC, t.id DESC LIMIT ? OFFSET ?",
            cost(1_322_674_200, calls=300, scanned=1_469_307),
            cost(612_300, calls=300),
            300,
            replayed=20,
            distinct=287,
            recorded_ms=31_440.0,
            tables=["transactions", "products"],
            plan_before=[
                PlanLine("SCAN t", 0, "reads all 1 469 307 rows of transactions, 300 times"),
                PlanLine("SEARCH p USING INTEGER PRIMARY KEY (rowid=?)", 0),
                PlanLine(
                    "USE TEMP B-TREE FOR ORDER BY",
                    0,
                    "sorts all rows found before it returns the first",
                ),
            ],
            plan_after=[
                PlanLine(
                    "SEARCH t USING INDEX tenfold_transactions_household_id_sold_at"
                    " (household_id=?)",
                    0,
                ),
                PlanLine("SEARCH p USING INTEGER PRIMARY KEY (rowid=?)", 0),
            ],
        ),
        statement(
            2,
            "SELECT count(*) FROM transactions AS a WHERE (SELECT max(b.sold_at) FROM"
            " transactions AS b"
            " WHERE b.household_id = a.household_id) < ?",
            cost(2_000_000_000, calls=2, scanned=400_000_000, finished=False),
            cost(9_512_044, calls=2, scanned=1_469_307),
            2,
            same="not compared",
            plan_before=[
                PlanLine("SCAN a", 0, "reads all 1 469 307 rows of transactions"),
                PlanLine("CORRELATED SCALAR SUBQUERY 1", 0, "runs once for each of those rows"),
                PlanLine("SEARCH b", 1, "reads all 1 469 307 rows again, each time"),
            ],
        ),
        statement(
            3,
            "SELECT a.product_id FROM transactions AS a, transactions AS b WHERE"
            " a.sales_value < b.sales_value * ?",
            cost(2_000_000_000, calls=1, finished=False),
            cost(2_000_000_000, calls=1, finished=False),
            1,
            same="not compared",
        ),
        statement(4, LONG, cost(9_000, rows=493), cost(9_000, rows=493), 1, example=LONG),
        statement(
            5,
            NON_LATIN,
            cost(120_400, calls=4, scanned=10_000, rows=0),
            cost(1_204, calls=4, rows=0),
            4,
            tables=["商品"],
            same="rounding",
        ),
        statement(
            6,
            f"SELECT '{HOSTILE}' FROM stores",
            cost(1_000, scanned=31, rows=31),
            cost(980, scanned=31, rows=31),
            1,
            requests=[HOSTILE],
            call_sites=[HOSTILE],
        ),
        statement(
            7,
            "INSERT INTO transactions (household_id, store_id, basket_id, product_id,"
            " quantity) VALUES (?, ...)",
            cost(9_450, calls=450, rows=1, writes=1_350),
            cost(13_950, calls=450, rows=1, writes=2_244),
            450,
            kind="write",
            requests=["POST /checkout"],
            plan_before=[],
            plan_after=[],
        ),
        statement(
            8,
            "UPDATE products SET package_size = ? WHERE id = ?",
            cost(630, calls=30, rows=1, writes=60),
            cost(630, calls=30, rows=1, writes=60),
            30,
            kind="write",
            requests=["POST /admin/product"],
            plan_before=[],
            plan_after=[],
        ),
    ]
    statements = special + [scans(n) for n in range(32)] + [unchanged(n) for n in range(20)]
    return Report(
        database="var/grocery/grocery.db",
        workload="var/grocery/workload.jsonl",
        sqlite_version="3.54.1",
        app_sqlite_version="3.40.1",
        database_bytes=126_599_168,
        journal_mode="delete",
        tables={"transactions": 1_469_307, "products": 92_331, "households": 2_469, "商品": 10_000},
        statements=statements,
        left_out=[
            LeftOut("SELEC broken FROM nowhere", 17, 'near "SELEC": syntax error'),
            LeftOut("SELECT * FROM gone WHERE id = 4", 231, "no such table: gone"),
        ],
        before=total([s.before for s in statements]),
        after=total([s.after for s in statements]),
        plan=_plan(),
        rejected=[
            RejectedIndex(
                f"transactions (store_id, week, col_{n})"
                + (" where quantity > 0" if n % 3 else ""),
                14_200_832 + 4_096 * n,
                "saves 0.3 % of the steps, less than the 0.5 % that make an index worth having"
                if n % 2
                else f"transactions (store_id, week) does the same in {n + 3} MB less",
            )
            for n in range(37)
        ],
        existing_indexes=[
            ExistingIndex(
                "idx_products_department_category",
                "products",
                ["department", "product_category"],
                3_014_656,
                "used",
                "4 statements use it",
            ),
            ExistingIndex(
                "idx_products_department",
                "products",
                ["department"],
                1_527_808,
                "redundant",
                "idx_products_department_category begins with the same column",
                'DROP INDEX "idx_products_department"',
                2_100,
            ),
            ExistingIndex(
                "idx_transactions_coupon_match_disc",
                "transactions",
                ["coupon_match_disc"],
                13_324_288,
                "unused",
                "no statement of this workload uses it, and each insert pays for it",
                'DROP INDEX "idx_transactions_coupon_match_disc"',
                452_250,
            ),
            ExistingIndex(
                "sqlite_autoindex_campaign_households_1",
                "campaign_households",
                ["campaign_id", "household_id"],
                98_304,
                "constraint",
                "it holds UNIQUE (campaign_id, household_id)",
            ),
        ],
        findings=_findings(),
        seconds=41.7,
        clone_seconds=0.21,
        clone_mb_per_second=602.8,
        candidates=412,
        out_of_time=False,
        budget_bytes=50_000_000,
        calls=sum(s.calls for s in statements),
    )


def _plan() -> Plan:
    indexes = [
        IndexReport(
            "tenfold_transactions_household_id_sold_at",
            "transactions",
            ["household_id", "sold_at"],
            None,
            'CREATE INDEX "tenfold_transactions_household_id_sold_at" ON "transactions"'
            ' ("household_id", "sold_at")',
            26_214_400,
            ["0000000001", "0000000002", "0000000065", "0000000066"],
            1_322_061_900,
            451_800,
            "finds the rows of one household at once, in the order in which they are"
            " wanted: no scan, no sort",
        ),
        IndexReport(
            "tenfold_coupons_open",
            "coupons",
            ["lower(email)"],
            "used_at IS NULL",
            'CREATE INDEX "tenfold_coupons_open" ON "coupons" (lower("email")) WHERE'
            " used_at IS NULL",
            262_144,
            ["0000000067"],
            5_012_450,
            0,
            "holds only the 2 % of coupons that are still open; the expression is stored,"
            " so no row is computed",
        ),
        IndexReport(
            "tenfold_transactions_week",
            "transactions",
            ["week", "store_id", "product_id", "quantity"],
            None,
            'CREATE INDEX "tenfold_transactions_week" ON "transactions" ("week",'
            ' "store_id", "product_id", "quantity")',
            22_020_096,
            [f"{100 + n:010x}" for n in range(24)],
            40_120_388,
            443_000,
            "covers the weekly reports: the table itself is not read",
        ),
    ]
    return Plan([i.sql for i in indexes] + ["ANALYZE"], ["PRAGMA journal_mode = WAL"], indexes)


def _findings() -> list[Finding]:
    return [
        Finding(
            "settings",
            "The journal mode is delete: readers wait for each writer.",
            "PRAGMA journal_mode = WAL",
        ),
        Finding("statistics", "The database has no statistics: the planner guesses.", "ANALYZE"),
        Finding("space", "31.2 MB of 126.6 MB are free pages.", "VACUUM, when no one is at work"),
        Finding(
            "n+1",
            "One request runs this statement up to 38 times, once for each line of a receipt.",
            "Fetch them together: WHERE id IN (...)",
            ["00000000c8"],
            "shop/views/basket.py:41",
        ),
        Finding(
            "cache",
            "Read 90 times, its table written 3 times.",
            "Keep the answer for 5 minutes (TTL 300 s)",
            ["00000000c9", "an id that is gone"],
        ),
        Finding("workload", "2 statements couldn't be run.", "See “Left out”."),
    ]


def total(costs: list[Cost]) -> Cost:
    """The costs of a workload."""
    return Cost(
        steps=sum(c.steps for c in costs),
        page_fetches=sum(c.page_fetches for c in costs),
        page_writes=sum(c.page_writes for c in costs),
        total_ms=sum(c.total_ms for c in costs),
        p50_ms=0.4,
        p95_ms=97.0,
        rows_returned=sum(c.rows_returned for c in costs),
        rows_read=sum(c.rows_read for c in costs),
        finished=all(c.finished for c in costs),
    )


def exactly() -> Report:
    """The shop without what was stopped or left out, under one version of SQLite."""
    report = shop()
    statements = [s for s in report.statements if s.before.finished and s.after.finished]
    return dataclasses.replace(
        report,
        statements=[
            dataclasses.replace(s, same="identical", replayed=s.distinct) for s in statements
        ],
        before=total([s.before for s in statements]),
        after=total([s.after for s in statements]),
        left_out=[],
        app_sqlite_version=report.sqlite_version,
    )


def nothing_pays() -> Report:
    """A database that is well as it is."""
    report = shop()
    statements = [unchanged(n) for n in range(12)]
    costs = total([s.before for s in statements])
    return dataclasses.replace(
        report,
        statements=statements,
        left_out=[],
        before=costs,
        after=costs,
        plan=Plan([], [], []),
        existing_indexes=[],
        findings=[],
        app_sqlite_version=report.sqlite_version,
        budget_bytes=0,
    )


def nothing_ran() -> Report:
    """A workload of which no statement could be run."""
    none = total([])
    return dataclasses.replace(
        nothing_pays(),
        statements=[],
        before=none,
        after=none,
        calls=0,
        left_out=shop().left_out,
        rejected=[],
    )
