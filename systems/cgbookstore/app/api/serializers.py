"""What the interface shows and takes. Fields that aren't named can't be set."""

from __future__ import annotations

from rest_framework import serializers

from systems.cgbookstore.app.catalogue.models import Author, Book, Edition
from systems.cgbookstore.app.debates.models import Post, Topic
from systems.cgbookstore.app.orders.models import Order, OrderLine
from systems.cgbookstore.app.readers.models import ShelfEntry


class AuthorSerializer(serializers.ModelSerializer):
    """An author; years before our era are negative."""

    class Meta:
        """Fields."""

        model = Author
        fields = ("name", "slug", "born", "died")


class EditionSerializer(serializers.ModelSerializer):
    """An edition; `price` is in reais, and null where it isn't for sale."""

    publisher = serializers.StringRelatedField()

    class Meta:
        """Fields."""

        model = Edition
        fields = ("id", "isbn", "format", "year", "pages", "publisher", "price", "stock")


class BookSerializer(serializers.ModelSerializer):
    """A book with its authors and editions."""

    authors = AuthorSerializer(many=True, read_only=True)
    editions = EditionSerializer(many=True, read_only=True)
    rating = serializers.SerializerMethodField()

    class Meta:
        """Fields."""

        model = Book
        fields = (
            "slug", "title", "other_title", "language", "year", "source", "authors", "editions",
            "rating",
        )  # fmt: skip

    def get_rating(self, book: Book) -> float | None:
        """The mean of its ratings."""
        ratings = [review.rating for review in book.reviews.all()]
        return round(sum(ratings) / len(ratings), 2) if ratings else None


class TopicSerializer(serializers.ModelSerializer):
    """A debate; `book` is the address of the book that it is about."""

    author = serializers.CharField(source="author.username", read_only=True)
    book = serializers.SlugRelatedField(
        slug_field="slug", queryset=Book.objects.all(), required=False, allow_null=True
    )

    class Meta:
        """Fields."""

        model = Topic
        fields = (
            "slug", "title", "text", "book", "author", "started", "active", "views", "replies",
            "pinned", "locked",
        )  # fmt: skip
        read_only_fields = (
            "slug", "started", "active", "views", "replies", "pinned", "locked",
        )  # fmt: skip


class PostSerializer(serializers.ModelSerializer):
    """An answer to a topic, or below another post of it."""

    author = serializers.CharField(source="author.username", read_only=True)
    topic = serializers.SlugRelatedField(slug_field="slug", queryset=Topic.visible.all())
    parent = serializers.PrimaryKeyRelatedField(
        queryset=Post.objects.filter(hidden=False), required=False, allow_null=True
    )
    vote = serializers.SerializerMethodField()

    class Meta:
        """Fields."""

        model = Post
        fields = (
            "id", "topic", "parent", "author", "text", "written", "edited", "score", "vote",
        )  # fmt: skip
        read_only_fields = ("written", "edited", "score")

    def get_vote(self, post: Post) -> int:
        """What the reader voted on it."""
        user = self.context["request"].user
        return post.vote_of(user) if user.is_authenticated else 0

    def validate(self, attrs: dict) -> dict:
        """A post answers a post of its own topic."""
        parent = attrs.get("parent")
        if parent and parent.topic_id != attrs["topic"].pk:
            raise serializers.ValidationError({"parent": "It belongs to another topic."})
        return attrs


class PostTextSerializer(serializers.ModelSerializer):
    """The words of a post: all of it that can be changed."""

    class Meta:
        """Fields."""

        model = Post
        fields = ("text",)


class VoteSerializer(serializers.Serializer):
    """A vote: 1 or -1; the same again takes it back."""

    value = serializers.ChoiceField(choices=(1, -1))


class VotedSerializer(serializers.Serializer):
    """What came of a vote."""

    score = serializers.IntegerField()
    mine = serializers.IntegerField()


class ShelfEntrySerializer(serializers.ModelSerializer):
    """A book on a shelf of the reader's own; to put one there again moves it."""

    book = serializers.SlugRelatedField(slug_field="slug", queryset=Book.objects.all())

    class Meta:
        """Fields."""

        model = ShelfEntry
        fields = ("id", "book", "shelf", "added")
        read_only_fields = ("added",)


class OrderLineSerializer(serializers.ModelSerializer):
    """A line of an order."""

    class Meta:
        """Fields."""

        model = OrderLine
        fields = ("edition", "title", "price", "quantity")


class OrderSerializer(serializers.ModelSerializer):
    """One of the reader's own orders."""

    lines = OrderLineSerializer(many=True, read_only=True)

    class Meta:
        """Fields."""

        model = Order
        fields = (
            "id", "placed", "state", "total", "name", "street", "city", "postcode", "lines",
        )  # fmt: skip
