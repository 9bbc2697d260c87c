"""An estimate of searches a month, for keywords of which no data say it; always marked as such."""

from __future__ import annotations

from systems.omni_keywords.app.keywords.words import fold, telling, words

_EVERY_FURTHER_WORD = 2.5
"""By how much each further word makes a phrase rarer than its words are alone."""
_SHIFT = 0.4
"""A word of Zipf frequency 4.4 (such as "tênis") is taken for 10,000 searches a month."""
_MOST = 1_000_000


def estimate(text: str, language: str) -> int:
    """Searches a month by how common the words are, to two significant digits.

    wordfreq's Zipf frequency is a decimal logarithm: a word of 5 is ten times as common as one
    of 4. For a phrase it takes the words together; we ask for the telling ones only.
    """
    from wordfreq import zipf_frequency

    kept = set(telling(text))
    phrase = [word for word in words(text) if fold(word) in kept]
    zipf = zipf_frequency(" ".join(phrase), language)
    volume = 10 ** (zipf - _SHIFT) / _EVERY_FURTHER_WORD ** (len(phrase) - 1)
    return min(_MOST, _two_digits(volume))


def _two_digits(value: float) -> int:
    whole = round(value)
    digits = len(str(whole))
    return round(whole, 2 - digits) if digits > 2 else whole
