"""Lists of the interface, a page at a time."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Twenty at a time, or up to a hundred where a client asks for that."""

    page_size = 20
    page_size_query_param = "size"
    max_page_size = 100
