"""The GraphQL interface: the same things as the REST API, in one question."""
