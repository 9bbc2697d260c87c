"""Keywords of one meaning, put together: average linkage over the cosines of their vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from systems.omni_keywords.app.keywords.words import fold, telling, words

ALIKE = 0.905
"""The mean cosine from which two groups are one. Cosines of this model lie between 0.75 and 1."""
_IN_MOST = 0.5


def nearest(vectors: np.ndarray, centres: np.ndarray) -> list[int | None]:
    """For each vector the cluster that it belongs to, or None where none is near enough.

    A centre is the plain mean of its members' vectors, so the product is their mean cosine.
    """
    if not len(centres):
        return [None] * len(vectors)
    cosines = vectors @ centres.T
    best = cosines.argmax(axis=1)
    near = cosines[np.arange(len(vectors)), best] >= ALIKE
    return [int(index) if is_near else None for index, is_near in zip(best, near, strict=True)]


def group(vectors: np.ndarray) -> list[list[int]]:
    """The rows that belong together, the largest group first."""
    groups = [[index] for index in range(len(vectors))]
    alike = (vectors @ vectors.T).astype(np.float64)
    np.fill_diagonal(alike, -np.inf)
    while len(groups) > 1:
        first, second = sorted(divmod(int(alike.argmax()), len(groups)))
        if alike[first, second] < ALIKE:
            break
        alike = _joined(alike, groups, first, second)
        groups[first] += groups.pop(second)
    return sorted((sorted(one) for one in groups), key=lambda one: (-len(one), one))


def centre(vectors: np.ndarray) -> np.ndarray:
    """The plain mean of a cluster's vectors."""
    mean: np.ndarray = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean


def name(texts: Sequence[str], vectors: np.ndarray) -> str:
    """What to call a cluster: the words that most members share, as its most central one has them.

    Where they share none, the most central keyword is the name.
    """
    central = texts[int((vectors @ centre(vectors)).argmax())]
    if len(texts) < 3:
        return central
    shared = Counter(word for text in texts for word in set(telling(text)))
    kept = [i for i, word in enumerate(words(central)) if _shared(word, shared, len(texts))]
    if not kept:
        return central
    # The small words in between stay: "tênis de corrida", not "tênis corrida".
    return " ".join(words(central)[kept[0] : kept[-1] + 1])


def _shared(word: str, shared: Counter[str], size: int) -> bool:
    return shared[fold(word)] > size * _IN_MOST


def _joined(alike: np.ndarray, groups: list[list[int]], first: int, second: int) -> np.ndarray:
    """The similarities once two groups are one: the mean over all pairs of members."""
    ours, theirs = len(groups[first]), len(groups[second])
    mean = (ours * alike[first] + theirs * alike[second]) / (ours + theirs)
    mean[first] = -np.inf
    alike[first], alike[:, first] = mean, mean
    kept = np.arange(len(groups)) != second
    fewer: np.ndarray = alike[kept][:, kept]
    return fewer
