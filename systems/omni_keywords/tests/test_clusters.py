"""Clusters by meaning."""

from __future__ import annotations

import numpy as np
import pytest

from systems.omni_keywords.app.keywords.clusters import centre, group, name, nearest
from systems.omni_keywords.app.keywords.meaning import DIMENSIONS, embed, packed, unpacked
from systems.omni_keywords.app.pages import clusters
from systems.omni_keywords.tests.conftest import Person

TEXTS = [
    "como lavar tênis de corrida",
    "treino para maratona",
    "limpar tênis em casa",
    "planilha de treino meia maratona",
    "como limpar tênis branco",
]


def test_meanings() -> None:
    """Each meaning has length 1, and the same meaning is near in both languages."""
    vectors = embed(["bread recipe", "receita de pão", "car insurance quote"])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.05
    assert embed([]).shape == (0, DIMENSIONS)


def test_groups_of_meaning() -> None:
    """Keywords of one meaning are one cluster, whose name is what they share."""
    vectors = embed(TEXTS)
    groups = group(vectors)
    assert groups == [[0, 2, 4], [1, 3]]
    assert "tênis" in name([TEXTS[i] for i in groups[0]], vectors[groups[0]])


def test_the_same_keywords_give_the_same_groups() -> None:
    """Groups depend on the keywords alone."""
    vectors = embed(TEXTS)
    assert group(vectors) == group(vectors)
    assert group(vectors[:0]) == []
    assert group(vectors[:1]) == [[0]]


def test_a_new_keyword_joins_its_cluster() -> None:
    """A new keyword joins the cluster that means the same, and no other."""
    vectors = embed(TEXTS)
    centres = np.stack([centre(vectors[[0, 2, 4]]), centre(vectors[[1, 3]])])
    found = embed(["lavar tênis branco em casa", "seguro de carro mensal"])
    assert nearest(found, centres) == [0, None]
    assert nearest(found, centres[:0]) == [None, None]


def test_vectors_are_kept() -> None:
    """A vector is the same after it was in the database."""
    vectors = embed(TEXTS[:2])
    assert np.array_equal(unpacked([packed(vector) for vector in vectors]), vectors)


def test_names() -> None:
    """A small cluster has its central keyword's name, a large one the words that most share."""
    vectors = np.eye(3, DIMENSIONS, dtype=np.float32)
    assert name(["a1"], vectors[:1]) == "a1"
    shared = ["tênis de corrida preço", "comprar tênis de corrida", "tênis de corrida"]
    assert name(shared, vectors) == "tênis de corrida"


def test_the_page_groups_more(editor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor groups more keywords, and so many are waiting no longer."""
    monkeypatch.setattr(clusters, "EMBEDDED_AT_GROUPING", 8)
    assert "108 of 120 keywords wait" in editor.get("/niches/1/clusters").text
    after = editor.send("/niches/1/clusters", follow_redirects=True).text
    assert "100 of 120 keywords wait" in after
    assert "8 keywords were grouped by their meaning." in after
    assert "grouping by meaning" in editor.get("/niches/1/runs").text


def test_a_cluster_can_be_renamed(editor: Person) -> None:
    """A cluster has the name that an editor gives it."""
    assert editor.send("/clusters/1", {"name": "Sapatos"}).status_code == 302
    assert "Sapatos" in editor.get("/niches/1/clusters").text
    assert editor.send("/clusters/1", {"name": " "}).status_code == 422
