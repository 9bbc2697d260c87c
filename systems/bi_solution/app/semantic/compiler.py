"""From a query to SQL over the views that a reader may see."""

from __future__ import annotations

from collections.abc import Iterable

import sqlglot
from sqlglot import exp

from systems.bi_solution.app.semantic.model import Measure, Model
from systems.bi_solution.app.semantic.periods import Calendar, before, months_later
from systems.bi_solution.app.semantic.query import Filter, Period, Query


def compile_query(query: Query, model: Model, calendar: Calendar) -> str:
    """One SELECT that answers the query."""
    return _Compiler(query, model, calendar).sql()


class _Compiler:
    def __init__(self, query: Query, model: Model, calendar: Calendar) -> None:
        self._query = query
        self._model = model
        self._calendar = calendar
        self._measure: Measure = model.measures[query.measure]

    def sql(self) -> str:
        query = self._query
        if query.count_of and not query.dimensions:
            return self._counted(query.count_of)
        if query.average_over:
            return self._averaged(query.average_over)
        if query.growth and any(self._model.dimensions[one].time for one in query.dimensions):
            return self._stepwise()
        if query.growth:
            return self._growth()
        if query.share and not query.dimensions:
            return self._part()
        if len(query.periods) > 1:
            return self._compared()
        return self._grouped()

    # --- the parts of a statement

    def _columns(self, names: Iterable[str]) -> list[str]:
        columns = []
        for name in names:
            sql = self._model.dimensions[name].sql
            columns.append(name if sql == name else f"{sql} AS {name}")
        return columns

    def _where(self, filters: Iterable[Filter], periods: Iterable[Period]) -> str:
        conditions = [self._condition(one) for one in filters]
        spans = [_span(period) for period in periods]
        if spans:
            conditions.append(spans[0] if len(spans) == 1 else f"({' OR '.join(spans)})")
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""

    def _condition(self, one: Filter) -> str:
        dimension = self._model.dimensions[one.dimension]
        column = dimension.id if one.by_id else dimension.sql
        members = ", ".join(_literal(member) for member in one.members)
        return f"{column} = {members}" if len(one.members) == 1 else f"{column} IN ({members})"

    def _having(self) -> str:
        conditions = []
        if self._measure.positive and (self._query.dimensions or self._query.count_of):
            conditions.append(f"{self._measure.sql} > 0")
        if self._query.threshold:
            sign = ">" if self._query.threshold.above else "<"
            conditions.append(f"{self._measure.sql} {sign} {self._query.threshold.value:.15g}")
        return f" HAVING {' AND '.join(conditions)}" if conditions else ""

    def _tail(self, by: str) -> str:
        query = self._query
        timed = [one for one in query.dimensions if self._model.dimensions[one].time]
        if timed and query.limit is None and query.descending:
            order = ", ".join(query.dimensions)
        else:
            order = ", ".join([f"{by} {'DESC' if query.descending else 'ASC'}", *query.dimensions])
        limit = f" LIMIT {query.limit}" if query.limit else ""
        return f" ORDER BY {order}{limit}"

    # --- the kinds of question

    def _grouped(self) -> str:
        query, measure = self._query, self._measure
        name, sql = (
            (f"{query.count_of}_count", self._distinct(query.count_of))
            if query.count_of
            else (measure.name, measure.sql)
        )
        columns = [*self._columns(query.dimensions), f"{sql} AS {name}"]
        if query.share:
            columns.append(f"100.0 * {sql} / sum({sql}) OVER () AS share_percent")
        text = f"SELECT {', '.join(columns)} FROM {measure.table}"  # noqa: S608 - names of the model
        text += self._where(query.filters, query.periods)
        if not query.dimensions:
            return text
        return f"{text} GROUP BY ALL{self._having()}{self._tail(name)}"

    def _distinct(self, name: str) -> str:
        dimension = self._model.dimensions[name]
        return f"count(DISTINCT {dimension.id or dimension.sql})"

    def _counted(self, name: str) -> str:
        query, dimension = self._query, self._model.dimensions[name]
        column = dimension.id or dimension.sql
        where, having = self._where(query.filters, query.periods), self._having()
        if not having:
            return (
                f"SELECT count(DISTINCT {column}) AS {name}_count FROM {self._measure.table}{where}"  # noqa: S608
            )
        inner = f"SELECT {column} FROM {self._measure.table}{where} GROUP BY ALL{having}"  # noqa: S608
        return f"SELECT count(*) AS {name}_count FROM ({inner}) AS groups"  # noqa: S608

    def _averaged(self, over: str) -> str:
        query, measure = self._query, self._measure
        unit = self._model.dimensions[over]
        inner = [*self._columns(query.dimensions), f"{unit.sql} AS unit", f"{measure.sql} AS value"]
        where = self._where(query.filters, query.periods)
        text = f"SELECT {', '.join(inner)} FROM {measure.table}{where} GROUP BY ALL"  # noqa: S608
        name = f"average_{measure.name}"
        outer = ", ".join([*query.dimensions, f"avg(value) AS {name}"])
        text = f"SELECT {outer} FROM ({text}) AS units"  # noqa: S608
        return f"{text} GROUP BY ALL{self._tail(name)}" if query.dimensions else text

    def _stepwise(self) -> str:
        query, measure = self._query, self._measure
        inner = ", ".join([*self._columns(query.dimensions), f"{measure.sql} AS {measure.name}"])
        where = self._where(query.filters, query.periods)
        text = f"SELECT {inner} FROM {measure.table}{where} GROUP BY ALL"  # noqa: S608
        timed = next(one for one in query.dimensions if self._model.dimensions[one].time)
        others = ", ".join(one for one in query.dimensions if one != timed)
        window = f"({f'PARTITION BY {others} ' if others else ''}ORDER BY {timed})"
        change = f"100.0 * ({measure.name} / lag({measure.name}) OVER {window} - 1)"
        names = ", ".join([*query.dimensions, measure.name, f"{change} AS change_percent"])
        return f"SELECT {names} FROM ({text}) AS steps{self._tail('change_percent')}"  # noqa: S608

    def _growth(self) -> str:
        query, measure = self._query, self._measure
        first, second = self._two_periods()
        old, new = (_only_in(measure.sql, one) for one in (first, second))
        columns = [
            *self._columns(query.dimensions),
            f"{old} AS previous",
            f"{new} AS current",
            f"100.0 * ({new} / nullif({old}, 0) - 1) AS change_percent",
        ]
        text = f"SELECT {', '.join(columns)} FROM {measure.table}"  # noqa: S608
        text += self._where(query.filters, (first, second))
        if not query.dimensions:
            return text
        return f"{text} GROUP BY ALL HAVING {old} > 0{self._tail('change_percent')}"

    def _two_periods(self) -> tuple[Period, Period]:
        periods = sorted(self._query.periods, key=lambda one: one.start)
        if len(periods) > 1:
            return periods[0], periods[-1]
        if periods:
            return before(periods[0]), periods[0]
        this = Period(months_later(self._calendar.last, 0), self._calendar.tomorrow)
        return before(this), this

    def _part(self) -> str:
        query, measure = self._query, self._measure
        part, *others = query.filters
        text = f"100.0 * {_only(measure.sql, self._condition(part))} / {measure.sql}"
        where = self._where(others, query.periods)
        return f"SELECT {text} AS share_percent FROM {measure.table}{where}"  # noqa: S608

    def _compared(self) -> str:
        query, measure = self._query, self._measure
        cases = " ".join(f"WHEN {_span(one)} THEN {_literal(one.label)}" for one in query.periods)
        columns = [
            *self._columns(query.dimensions),
            f"CASE {cases} END AS period",
            f"{measure.sql} AS {measure.name}",
        ]
        text = f"SELECT {', '.join(columns)} FROM {measure.table}"  # noqa: S608
        text += f"{self._where(query.filters, query.periods)} GROUP BY ALL{self._having()}"
        return f"{text} ORDER BY {', '.join([*query.dimensions, 'period'])}"


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else exp.Literal.string(value).sql("duckdb")


def _span(period: Period) -> str:
    return f"(sold_on >= DATE '{period.start}' AND sold_on < DATE '{period.end}')"


def _only_in(sql: str, period: Period) -> str:
    return _only(sql, _span(period))


def _only(sql: str, condition: str) -> str:
    """A measure over some of its rows: each of its aggregates is filtered."""

    def narrowed(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.AggFunc):
            where = exp.Where(this=sqlglot.parse_one(condition, read="duckdb"))
            return exp.Filter(this=node, expression=where)
        return node

    tree = sqlglot.parse_one(sql, read="duckdb")
    inside = [node for node in tree.find_all(exp.AggFunc) if isinstance(node.parent, exp.Filter)]
    if inside:
        for node in tree.find_all(exp.Filter):
            both = exp.and_(node.expression.this, condition, dialect="duckdb")
            node.set("expression", exp.Where(this=both))
        return tree.sql("duckdb")
    return tree.transform(narrowed).sql("duckdb")
