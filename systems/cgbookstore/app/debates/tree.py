"""A debate's posts as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from systems.cgbookstore.app.debates.models import Post
from systems.cgbookstore.app.readers.models import Reader


@dataclass
class Branch:
    """A post with what was answered to it."""

    post: Post
    mine: bool
    vote: int
    replies: list[Branch] = field(default_factory=list)


def grow(post: Post, reader: Reader | None) -> Branch:
    """A post, the reader's vote on it, and all that is below it."""
    return Branch(
        post,
        mine=reader is not None and post.author == reader,
        vote=post.vote_of(reader) if reader else 0,
        replies=[grow(child, reader) for child in post.children.all()],
    )
