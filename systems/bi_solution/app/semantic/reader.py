"""From a question's words to a query; or the reason why it isn't understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from systems.bi_solution.app.semantic.model import Meaning, Model
from systems.bi_solution.app.semantic.periods import MARK, Calendar, PeriodReader
from systems.bi_solution.app.semantic.query import Filter, Period, Query, Threshold
from systems.bi_solution.app.semantic.tokens import Token, tokens
from systems.bi_solution.app.semantic.words import normal

USUAL_LIMIT = 10
_COMPARED = (
    r"\b(?P<above>mais de|mais que|acima de|superior a|superiores a|maior que|more than|over|above|"
    r"greater than|exceeding|menos de|menos que|abaixo de|inferior a|menor que|less than|below|"
    r"under|fewer than) "
)
_SCALED = r"(?: ?(?P<scale>mil|k|thousand|milhao|milhoes|million))?\b"
_NO_TIME = r"(?! (?:dias?|mes|meses|semanas?|days?|weeks?|months?))"
_ABOVE = re.compile(r"mais|acima|superior|maior|more|over|above|greater|exceeding")
_SCALES = {"mil": 1e3, "k": 1e3, "thousand": 1e3, "milhao": 1e6, "milhoes": 1e6, "million": 1e6}
_NUMBERED = re.compile(
    r"\b(?P<noun>loja|lojas|une|unes|filial|filiais|store|stores|fornecedor|fornecedores|"
    r"fabricante|supplier|suppliers|manufacturer|produto|product|item)"
    r"(?: (?:numero|number|codigo|code|id))? "
    r"(?P<ids>\d+(?:(?: e| and| ou| or| vs| versus| contra| x)? \d+)*)\b"
)


class UnknownError(Exception):
    """The question can't be mapped; REASON says why and WORDS which words aren't known."""

    def __init__(self, reason: str, words: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = words


@dataclass
class _Reading:
    """What the words of one question say, before it is put together."""

    follows: bool = False
    strong: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    dimensions: list[Meaning] = field(default_factory=list)
    members: list[Meaning] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    numbers: list[int] = field(default_factory=list)
    count_of: str | None = None
    unknown: list[str] = field(default_factory=list)
    periods: tuple[Period, ...] = ()
    filters: tuple[Filter, ...] = ()
    threshold: Threshold | None = None

    @property
    def ranks(self) -> bool:
        """Whether first places are asked for."""
        return bool(self.roles & {"most", "least"})


class Reader:
    """Understands the questions that the model has words for."""

    def __init__(self, model: Model, calendar: Calendar) -> None:
        self._model = model
        self._calendar = calendar

    def read(self, question: str, language: str, before: Query | None = None) -> Query:
        """The query that a question stands for; BEFORE is what it may follow up.

        Raises:
            UnknownError: some of it isn't understood, so that no number would be right.
        """
        reading = self._words(question, language)
        if reading.unknown:
            raise UnknownError("words", tuple(reading.unknown))
        measure = self._measure(reading)
        anew = measure is not None or reading.ranks or reading.count_of
        if before is not None and (reading.follows or not anew):
            query = self._merged(reading, measure, before)
        elif anew or reading.roles & {"growth", "share", "ranking"}:
            query = self._query(reading, measure or self._model.default_measure)
        else:
            raise UnknownError("measure")
        return self._checked(query)

    def _words(self, question: str, language: str) -> _Reading:
        reader = PeriodReader(self._model, self._calendar, month_first=language == "en")
        try:
            text, periods = reader.read(normal(question))
        except ValueError as error:
            raise UnknownError("date") from error
        text, threshold = self._threshold(text, language)
        text, filters = self._numbered(text)
        reading = _Reading(periods=periods, filters=filters, threshold=threshold)
        found = tokens(self._model, text)
        reading.follows = bool(found) and found[0].role("follow")
        for place, token in enumerate(found):
            self._take(reading, found, place, token)
        return reading

    def _threshold(self, text: str, language: str) -> tuple[str, Threshold | None]:
        number = rf"(?P<number>\d[\d.,]*|{'|'.join(self._model.numbers)})"
        match = re.search(_COMPARED + number + _SCALED + _NO_TIME, text)
        if match is None:
            return text, None
        following = text[match.end() :].split()[:1]
        if any(one.kind == "dimension" for one in self._model.phrases.get(tuple(following), ())):
            # "In more than three stores" limits another number than the measure's.
            raise UnknownError("threshold")
        if match["number"] in self._model.numbers:
            value = float(self._model.numbers[match["number"]])
        else:
            value = _amount(match["number"], language)
        value *= _SCALES.get(match["scale"] or "", 1.0)
        above = _ABOVE.match(match["above"]) is not None
        rest = text[: match.start()] + " §t " + text[match.end() :]
        return " ".join(rest.split()), Threshold(above, value)

    def _numbered(self, text: str) -> tuple[str, tuple[Filter, ...]]:
        filters: list[Filter] = []
        while (match := _NUMBERED.search(text)) is not None:
            meaning = self._model.phrases[(match["noun"],)][0]
            numbers = tuple(int(one) for one in re.findall(r"\d+", match["ids"]) if len(one) < 16)
            filters.append(Filter(meaning.name, numbers, by_id=True))
            compared = " versus " if re.search(r" (?:vs|versus|contra|x) ", match["ids"]) else " "
            text = text[: match.start()] + " §i" + compared + text[match.end() :]
        return " ".join(text.split()), tuple(filters)

    def _take(self, reading: _Reading, found: list[Token], place: int, token: Token) -> None:
        if token.text.startswith((MARK, "§")):
            return
        member, dimension = token.first("member"), token.first("dimension")
        measure = token.first("measure")
        if token.text.isdigit() or (token.text in self._model.numbers and not token.meanings):
            text = token.text
            reading.numbers.append(int(text) if text.isdigit() else self._model.numbers[text])
        elif measure is not None:
            (reading.weak if measure.weak else reading.strong).append(measure.name)
        elif member is not None:
            reading.members.append(_beside(found, place, token) or member)
        elif dimension is not None:
            self._take_dimension(reading, found, place, dimension)
        elif token.meanings:
            reading.roles.update(one.name for one in token.meanings)
        elif token.text not in self._model.numbers:
            reading.unknown.append(token.text)

    @staticmethod
    def _take_dimension(
        reading: _Reading, found: list[Token], place: int, dimension: Meaning
    ) -> None:
        near = found[max(place - 1, 0) : place] + found[place + 1 : place + 2]
        named = any(
            one.kind == "member" and one.name == dimension.name
            for token in near
            for one in token.meanings
        )
        if named and not dimension.plural:
            return
        # "How many different products", "how many meat products".
        asked = any(one.role("distinct") for one in found[max(place - 2, 0) : place])
        if asked and reading.count_of is None:
            reading.count_of = dimension.name
        elif dimension.name not in {one.name for one in reading.dimensions}:
            reading.dimensions.append(dimension)

    def _measure(self, reading: _Reading) -> str | None:
        strong = list(dict.fromkeys(reading.strong))
        if len(strong) > 1 and "units" in strong:
            # "Quantity of customers" asks for customers.
            strong.remove("units")
        if len(strong) > 1:
            raise UnknownError("measures")
        if strong:
            return strong[0]
        return "units" if "units" in reading.weak else next(iter(reading.weak), None)

    def _query(self, reading: _Reading, measure: str) -> Query:
        roles, periods = reading.roles, reading.periods
        filters = reading.filters + _filters(reading.members)
        dimensions = [one.name for one in reading.dimensions]
        compared = [one for one in filters if len(one.members) > 1]
        if "compare" in roles and not dimensions and len(periods) < 2 and compared:
            dimensions = [compared[0].dimension]
        growth = "growth" in roles or "previous" in roles
        average = self._average_over(dimensions) if "average" in roles else None
        if average:
            dimensions.remove(average)
        return Query(
            measure=measure,
            dimensions=tuple(dimensions),
            filters=filters,
            periods=periods,
            limit=_limit(reading, dimensions),
            descending=not roles & {"least", "falling"},
            share="share" in roles and not growth,
            growth=growth,
            average_over=average,
            count_of=reading.count_of,
            threshold=reading.threshold,
        )

    def _average_over(self, dimensions: list[str]) -> str:
        if not dimensions:
            raise UnknownError("average")
        timed = [name for name in dimensions if self._model.dimensions[name].time]
        return timed[0] if timed else dimensions[-1]

    def _merged(self, reading: _Reading, measure: str | None, before: Query) -> Query:
        new = self._query(reading, measure or before.measure)
        merged = replace(
            before.filtered(new.filters),
            measure=new.measure,
            periods=new.periods or before.periods,
            share=new.share or before.share,
            growth=new.growth or before.growth,
            threshold=new.threshold or before.threshold,
        )
        if new.dimensions or new.average_over or new.count_of:
            return replace(
                merged,
                dimensions=new.dimensions,
                limit=new.limit,
                descending=new.descending,
                average_over=new.average_over,
                count_of=new.count_of,
            )
        if reading.numbers or reading.ranks:
            limit = new.limit or before.limit
            return replace(merged, limit=limit, descending=new.descending)
        return merged

    def _checked(self, query: Query) -> Query:
        table = self._model.measures[query.measure].table
        timed = any(self._model.dimensions[name].time for name in query.dimensions)
        timed = timed or any(self._model.dimensions[one.dimension].time for one in query.filters)
        if table == "stock" and (query.periods or query.growth or timed or query.average_over):
            raise UnknownError("stock")
        for period in query.periods:
            if period.end <= self._calendar.first or period.start > self._calendar.last:
                raise UnknownError("outside")
        if query.threshold and not (query.dimensions or query.count_of):
            raise UnknownError("threshold")
        if query.share and not (query.dimensions or query.filters):
            raise UnknownError("share")
        return query


def _beside(found: list[Token], place: int, token: Token) -> Meaning | None:
    """The meaning of a member that the word beside it tells: "category salad bar"."""
    near = found[max(place - 1, 0) : place] + found[place + 1 : place + 2]
    names = {one.name for other in near for one in other.meanings if one.kind == "dimension"}
    return next((one for one in token.meanings if one.kind == "member" and one.name in names), None)


def _filters(members: list[Meaning]) -> tuple[Filter, ...]:
    gathered: dict[str, tuple[str | int, ...]] = {}
    for member in members:
        gathered[member.name] = tuple(dict.fromkeys(gathered.get(member.name, ()) + member.members))
    return tuple(Filter(name, values) for name, values in gathered.items())


def _limit(reading: _Reading, dimensions: list[str]) -> int | None:
    if len(reading.numbers) > 1:
        raise UnknownError("numbers")
    if reading.numbers and not dimensions and reading.count_of is None and not reading.follows:
        raise UnknownError("numbers")
    if reading.numbers:
        return min(max(reading.numbers[0], 1), 1_000)
    if not reading.ranks or not dimensions or reading.roles & {"everything", "ranking"}:
        return None
    one = [meaning for meaning in reading.dimensions if meaning.name in dimensions]
    return USUAL_LIMIT if any(meaning.plural for meaning in one) else 1


def _amount(raw: str, language: str) -> float:
    """A number as the language writes it: 50.000 is fifty thousand in Portuguese."""
    raw = raw.strip(".,")
    plain = raw.replace(",", "") if language == "en" else raw.replace(".", "").replace(",", ".")
    try:
        return float(plain)
    except ValueError as error:
        raise UnknownError("numbers") from error
