"""The REST interface."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from systems.cgbookstore.app.api import serializers
from systems.cgbookstore.app.catalogue import search
from systems.cgbookstore.app.catalogue.models import Book
from systems.cgbookstore.app.debates import writing
from systems.cgbookstore.app.debates.access import posts_for, topics_for
from systems.cgbookstore.app.debates.models import Post, Topic
from systems.cgbookstore.app.orders.models import Order
from systems.cgbookstore.app.readers.models import ShelfEntry

SEARCH = OpenApiParameter("q", str, description="Words of the title or the author.")


class Books(viewsets.ReadOnlyModelViewSet):
    """Books, all or those that were searched for."""

    serializer_class = serializers.BookSerializer
    queryset = Book.objects.all()
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Book]:
        """The books, narrowed by `q`."""
        found = Book.objects.order_by("pk")
        text = self.request.query_params.get("q")
        return found.filter(pk__in=search.find(text)) if text else found

    @extend_schema(parameters=[SEARCH])
    def list(self, request: Request) -> Response:
        """List books."""
        return super().list(request)


class Topics(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Debates."""

    serializer_class = serializers.TopicSerializer
    queryset = Topic.visible.all()
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Topic]:
        """Those that the reader may see."""
        return topics_for(self.request.user).order_by("-active", "-pk")

    def perform_create(self, serializer: BaseSerializer) -> None:
        """Start a debate in the reader's name."""
        serializer.instance = writing.start_topic(self.request.user, **serializer.validated_data)


class Posts(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Posts; `topic` narrows the list to those of one debate."""

    serializer_class = serializers.PostSerializer
    queryset = Post.objects.all()

    def get_queryset(self) -> QuerySet[Post]:
        """Those that the reader may see."""
        posts = posts_for(self.request.user).order_by("pk")
        slug = self.request.query_params.get("topic")
        return posts.filter(topic__slug=slug) if slug else posts

    @extend_schema(parameters=[OpenApiParameter("topic", str, description="A topic's slug.")])
    def list(self, request: Request) -> Response:
        """List posts."""
        return super().list(request)

    def perform_create(self, serializer: BaseSerializer) -> None:
        """Answer in the reader's name."""
        words = serializer.validated_data
        try:
            serializer.instance = writing.answer(
                self.request.user, words["topic"], words["text"], words.get("parent")
            )
        except writing.LockedTopicError as error:
            raise PermissionDenied(_("This debate is closed: it takes no more answers.")) from error

    @extend_schema(request=serializers.PostTextSerializer, responses=serializers.PostSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Change the words of the reader's own post."""
        post = self.get_object()
        if post.author != request.user or post.topic.locked:
            raise PermissionDenied
        given = serializers.PostTextSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        writing.edit(post, given.validated_data["text"])
        return Response(self.get_serializer(post).data)

    @extend_schema(request=serializers.VoteSerializer, responses=serializers.VotedSerializer)
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated])
    def vote(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Vote on another's post."""
        post = self.get_object()
        given = serializers.VoteSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            mine = writing.vote(request.user, post, int(given.validated_data["value"]))
        except writing.OwnPostError as error:
            text = _("Nobody votes on what they wrote themselves.")
            raise PermissionDenied(text) from error
        return Response({"score": post.score, "mine": mine})


class Shelves(
    mixins.CreateModelMixin,
    mixins.ListModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet,
):
    """The reader's own shelves."""

    serializer_class = serializers.ShelfEntrySerializer
    permission_classes = (IsAuthenticated,)
    queryset = ShelfEntry.objects.none()

    def get_queryset(self) -> QuerySet[ShelfEntry]:
        """What is on them."""
        return ShelfEntry.objects.filter(reader=self.request.user).order_by("pk")

    def perform_create(self, serializer: BaseSerializer) -> None:
        """Put a book on a shelf, or move it there."""
        serializer.instance, _created = ShelfEntry.objects.update_or_create(
            reader=self.request.user,
            book=serializer.validated_data["book"],
            defaults={"shelf": serializer.validated_data["shelf"]},
        )


class Orders(viewsets.ReadOnlyModelViewSet):
    """The reader's own orders."""

    serializer_class = serializers.OrderSerializer
    permission_classes = (IsAuthenticated,)
    queryset = Order.objects.none()

    def get_queryset(self) -> QuerySet[Order]:
        """Another's order doesn't exist here."""
        return Order.objects.filter(reader=self.request.user)
