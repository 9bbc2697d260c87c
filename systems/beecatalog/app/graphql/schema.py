"""Questions and changes."""

from __future__ import annotations

from typing import Any

import strawberry
from graphql import GraphQLError
from rest_framework.exceptions import ValidationError
from strawberry.extensions import MaskErrors, MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter
from strawberry.types import Info

from systems.beecatalog.app.api.serializers import ProductSerializer
from systems.beecatalog.app.catalog import models
from systems.beecatalog.app.graphql.budget import TooMuchError, take
from systems.beecatalog.app.graphql.types import BatchType, ProductType

DEPTH, TOKENS, ALIASES = 6, 1_000, 15


def own_batches(info: Info) -> Any:
    """The batches of whoever asks."""
    return models.Batch.objects.filter(owner=info.context.request.user.pk)


def own_product(info: Info, key: strawberry.ID) -> models.Product | None:
    """A product of whoever asks; another's is as if it weren't there."""
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        return None
    return models.Product.objects.filter(batch__in=own_batches(info), pk=key).first()


@strawberry.input
class ProductInput:
    """What may be changed of a product."""

    sku: str | None = strawberry.UNSET
    name: str | None = strawberry.UNSET
    brand: str | None = strawberry.UNSET
    price: str | None = strawberry.UNSET
    gtin: str | None = strawberry.UNSET
    ncm: str | None = strawberry.UNSET
    stock: int | None = strawberry.UNSET
    size: str | None = strawberry.UNSET
    color: str | None = strawberry.UNSET
    weight_g: int | None = strawberry.UNSET
    origin: str | None = strawberry.UNSET
    reviewed: bool | None = strawberry.UNSET


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field
    def batches(self, info: Info, first: int = 20, offset: int = 0) -> list[BatchType]:
        """Your batches, latest first."""
        most, skip = take(info, first), max(0, min(offset, 10_000_000))
        return list(own_batches(info).order_by("-created", "-pk")[skip : skip + most])

    @strawberry.field
    def batch(self, info: Info, id: strawberry.ID) -> BatchType | None:  # noqa: A002
        """One of them."""
        if not (id.isascii() and id.isdigit() and len(id) < 18):
            return None
        return own_batches(info).filter(pk=id).first()

    @strawberry.field
    def product(self, info: Info, id: strawberry.ID) -> ProductType | None:  # noqa: A002
        """One of your products."""
        return own_product(info, id)  # type: ignore[return-value]


@strawberry.type
class Mutation:
    """What can be changed."""

    @strawberry.mutation
    def correct_product(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002
        changes: ProductInput,
    ) -> ProductType:
        """Correct one of your products."""
        product = own_product(info, id)
        if product is None:
            raise GraphQLError("There is no such product.")
        values = {
            name: value for name, value in vars(changes).items() if value is not strawberry.UNSET
        }
        context = {"request": info.context.request}
        serializer = ProductSerializer(product, data=values, partial=True, context=context)
        try:
            serializer.is_valid(raise_exception=True)
        except ValidationError as error:
            raise GraphQLError(
                "; ".join(f"{k}: {v[0]}" for k, v in error.detail.items())
            ) from error
        return serializer.save()  # type: ignore[return-value]


def is_ours_to_keep(error: GraphQLError) -> bool:
    """Whether an error may tell how the system is made: then it is masked."""
    return error.original_error is not None and not isinstance(
        error.original_error, TooMuchError | GraphQLError
    )


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    extensions=[
        lambda: QueryDepthLimiter(max_depth=DEPTH),
        lambda: MaxTokensLimiter(max_token_count=TOKENS),
        lambda: MaxAliasesLimiter(max_alias_count=ALIASES),
        lambda: MaskErrors(should_mask_error=is_ours_to_keep),
    ],
)
