"""The table: each setting's name, type, default, help and names in an environment."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, SecretStr
from pydantic.config import JsonDict
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from tenfold.settings.secrets import SecretUrl
from tenfold.settings.sources import Levels
from tenfold.settings.units import parse_duration, parse_size, show_duration, show_size

Duration = Annotated[
    float, BeforeValidator(parse_duration), PlainSerializer(show_duration, when_used="json")
]
Size = Annotated[int, BeforeValidator(parse_size), PlainSerializer(show_size, when_used="json")]


def _one_of(*schemes: str) -> AfterValidator:
    """Let pass only a URL that begins with one of these schemes."""

    def passes(url: SecretUrl) -> SecretUrl:
        scheme, separator, _ = url.get_secret_value().partition("://")
        if not separator or scheme.lower() not in schemes:
            raise ValueError(f"begins with no known scheme ({', '.join(schemes)})")
        return url

    return AfterValidator(passes)


def _full_scheme(url: SecretUrl) -> SecretUrl:
    """Hosting services say `postgres://`, an old spelling of `postgresql://`."""
    scheme, separator, rest = url.get_secret_value().partition("://")
    return SecretUrl(f"postgresql{separator}{rest}") if scheme.lower() == "postgres" else url


DatabaseUrl = Annotated[
    SecretUrl, AfterValidator(_full_scheme), _one_of("sqlite", "postgresql", "duckdb")
]
RedisUrl = Annotated[SecretUrl, _one_of("memory", "redis", "rediss", "unix")]

_DSN = re.compile(r"https?://[^\s:/@]+(:[^\s/@]*)?@[^\s/@]+(/[^\s/]+)*/\d+", re.ASCII)


def _dsn(dsn: SecretStr) -> SecretStr:
    if not _DSN.fullmatch(dsn.get_secret_value()):
        raise ValueError("is no Sentry DSN")
    return dsn


SentryDsn = Annotated[SecretStr, AfterValidator(_dsn)]


def setting(
    text: str, default: Any = None, *, example: str = "", also: str = "", ge: int | None = None
) -> Any:
    """One row of the table; `also` is a name that people already have in their environment."""
    extra: JsonDict = {"example": example or str(default), "also": also}
    return Field(default, description=text, json_schema_extra=extra, validate_default=True, ge=ge)


class Settings(BaseSettings):
    """The settings in force: arguments, then the environment, then `.env`, then `tenfold.toml`."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    database_url: DatabaseUrl | None = setting(
        "The app's database: `sqlite:///PATH`, `postgresql://USER:PASSWORD@HOST/NAME` or "
        "`duckdb:///PATH`.",
        example="sqlite:///app.db",
        also="DATABASE_URL",
    )
    redis_url: RedisUrl | None = setting(
        "Where shared state lives: `memory://`, `redis://`, `rediss://` or `unix://`.",
        example="redis://localhost:6379/0",
        also="REDIS_URL",
    )
    sentry_dsn: SentryDsn | None = setting(
        "Where Sentry takes error reports.",
        example="https://KEY@HOST/NUMBER",
        also="SENTRY_DSN",
    )
    prometheus_enabled: bool = setting(
        "Whether metrics are served to Prometheus.",
        default=False,
        example="true",
        also="PROMETHEUS_ENABLED",
    )
    google_api_key: SecretStr | None = setting(
        "The key to Google's models.", example="KEY", also="GOOGLE_API_KEY"
    )
    openai_api_key: SecretStr | None = setting(
        "The key to OpenAI's models.", example="KEY", also="OPENAI_API_KEY"
    )
    db_max_connections: int = setting(
        "How many connections the app may hold open.",
        default=20,
        also="DB_MAX_CONNECTIONS",
        ge=1,
    )
    db_cache_ttl: int = setting(
        "How many seconds a cached answer stays good.",
        default=3600,
        also="DB_CACHE_TTL",
        ge=0,
    )
    optimize_time: Duration = setting(
        "How long `tenfold optimize` may search before it gives its best answer so far.",
        default="90s",
    )
    optimize_budget: Size | None = setting(
        "How much space all new indexes may take together; as much as the database unless set.",
        example="50MB",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - Levels reads in its stead
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the arguments first and our own levels after them."""
        return init_settings, Levels(settings_cls)
