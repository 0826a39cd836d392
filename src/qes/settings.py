"""What a team may set in `qes.toml`, or by environment variables such as `QES_STORE__URL`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from qes.errors import BadSettings

FILE = "qes.toml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StoreSettings(_Part):
    """Where the record is kept."""

    url: str = Field("", description="Database URL; empty: SQLite in `.qes/`. For a team: postgresql://host/name.")


class IngestSettings(_Part):
    """How files are taken in."""

    max_megabytes: float = Field(50.0, gt=0, description="Larger files are refused.")
    interviewers: list[str] = Field([], description="Names of speakers who ask; their turns are kept and not coded.")
    executor: str = Field("serial", description="`serial`, or `processes` for many files at once.")


class EmbedSettings(_Part):
    """Which model turns passages into vectors."""

    embedder: str = Field(
        "auto",
        description="`auto` (the fastest here that gives the same vectors), `onnx`, `openvino`, "
        "`sentence-transformers`, `hashing` (no model: spelling only), or `api` (a model behind an address).",
    )
    model: str = Field(
        "",
        description="A folder or a model's name; empty: the model that comes as a package. For `api`: `provider:name`, "
        "like `ollama:nomic-embed-text` or `openai:text-embedding-3-small`.",
    )
    base_url: str = Field(
        "", description="Address for `api`, OpenAI-compatible or Ollama's; empty: the provider's own, or Ollama's here."
    )
    key_variable: str = Field(
        "", description="Environment variable with the key for `api`; empty: the provider's own, for its own address."
    )


class IndexSettings(_Part):
    """Where vectors are searched; a cache that can be deleted at any time."""

    index: str = Field("chroma", description="`chroma`, or `exact` (NumPy, in memory).")
    url: str = Field("", description="http://host:port[/name] of a Chroma server; empty: a folder in `.qes/`.")


class SuggestSettings(_Part):
    """What is proposed to coders."""

    suggester: str = Field("learned", description="`learned` (falls back on similarity per code) or `similarity`.")
    per_passage: int = Field(3, ge=1, description="At most so many codes are proposed for a passage.")
    precision: float | None = Field(
        None,
        gt=0,
        lt=1,
        description="Share of proposals that shall be right, like 0.8: fewer are made, or none where that cannot be "
        "promised. Unset: the best balance of right and complete.",
    )


class ReviewSettings(_Part):
    """How people code."""

    coder: str = Field("", description="Your name in the log; empty: the name you are logged in as.")
    blind_share: float = Field(0.1, ge=0, le=1, description="Random share of passages coded with suggestions hidden.")
    recall_goal: float = Field(
        0.95, gt=0, le=1, description="Share of a code's passages to be found; `qes status` says how far the audit is."
    )


class ScoringSettings(_Part):
    """How levels are given."""

    scorers: int = Field(
        2,
        ge=1,
        description="So many people score a case's capability, each apart, before the proposal and the others' scores "
        "are shown; never more than have accounts and may. Where nobody has an account: one, unless set; a level that "
        "one person gave is said to be that.",
    )


class ThemesSettings(_Part):
    """Where themes are looked for."""

    code: str = Field("no-fit", description="The code whose passages `qes themes` looks at: what fits nowhere else.")


class PeersSettings(_Part):
    """What cases are compared on when peers of one are looked for."""

    variables: list[str] = Field([], description="Columns of `corpus/cases.csv`; none: they are named each time.")


class LlmSettings(_Part):
    """A language model as one more coder whose every word is checked; off unless a model is named."""

    model: str = Field("", description="`provider:name`, like `ollama:llama3.1` or `openai:gpt-4.1`; empty: none.")
    base_url: str = Field(
        "", description="Address of an OpenAI-compatible or other server; empty: the provider's own, or Ollama's here."
    )
    key_variable: str = Field(
        "", description="Environment variable that holds the key; empty: the provider's own, for its own address only."
    )
    method: Literal["", "json_schema", "function_calling", "json_mode"] = Field(
        "", description="How a reply in a given form is asked for; empty: `json_schema`."
    )
    temperature: float = Field(0.0, ge=0, le=2, description="0: always the likeliest word.")
    sample_temperature: float = Field(
        0.7, ge=0, le=2, description="The same where a prompt is asked again to see whether answers hold (`--samples`)."
    )
    max_tokens: int = Field(2000, ge=1, description="A reply is cut off, and of no use, beyond so many tokens.")
    timeout: float = Field(120.0, gt=0, description="Seconds a whole reply may take.")
    concurrency: int = Field(4, ge=1, le=256, description="So many calls at once.")
    retries: int = Field(5, ge=0, description="So often a call is made again that failed on its way.")
    attempts: int = Field(2, ge=1, description="So often a prompt is sent in all where the reply is of no use.")
    codes_per_call: int = Field(12, ge=1, description="At most so many codes are asked about at once.")
    calls_per_passage: int = Field(
        1,
        ge=0,
        description="At most so many calls for a passage, likeliest codes first; 0: as many as there are codes.",
    )
    language: str = Field(
        "English", min_length=1, description="Language of its reasons and drafts; quotes stay in theirs."
    )
    neighbours: int = Field(1, ge=0, description="So many passages before and after are shown with each.")
    budget_tokens: int = Field(0, ge=0, description="A run stops before it takes more tokens, in and out; 0: no limit.")
    budget: float = Field(0.0, ge=0, description="A run stops before it costs more, by the prices below; 0: no limit.")
    price_in: float = Field(0.0, ge=0, description="Price of a million tokens sent.")
    price_out: float = Field(0.0, ge=0, description="Price of a million tokens answered.")
    pseudonymise: Literal["remote", "always", "never"] = Field(
        "remote",
        description="Whether names are masked before a model reads a text, or an address turns it into vectors: "
        "`remote` ones only, or all; see docs/privacy.md.",
    )
    names: list[str] = Field(
        [], description="Names to be masked, besides those of speakers; kept with pseudonyms in `.qes/`."
    )


class ReportSettings(_Part):
    """What readers outside the team are shown (`--audience public`)."""

    roles: dict[str, str] = Field(
        {}, description='Coarser words for roles, like `{"city engineer" = "technical staff"}`.'
    )
    other_role: str = Field("city official", min_length=1, description="What every other role is called.")
    smallest_cell: int = Field(
        3,
        ge=1,
        description="Where fewer people spoke of a code in a case, interviews are not quoted and counts not told.",
    )


class Settings(BaseSettings):
    """All settings of a project."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="QES_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    name: str = Field("", description="Title of the project, as reports show it; empty: the folder's name.")
    codebook: str = Field("dynamic-capabilities", description="Codebook by name (its newest version) or name@version.")
    notice: str = Field("", description="A sentence shown at the top of every report.")
    seed: int = Field(0, description="Makes random choices repeatable.")
    store: StoreSettings = Field(default_factory=StoreSettings)
    ingest: IngestSettings = Field(default_factory=IngestSettings)
    embed: EmbedSettings = Field(default_factory=EmbedSettings)
    index: IndexSettings = Field(default_factory=IndexSettings)
    suggest: SuggestSettings = Field(default_factory=SuggestSettings)
    review: ReviewSettings = Field(default_factory=ReviewSettings)
    scoring: ScoringSettings = Field(default_factory=ScoringSettings)
    themes: ThemesSettings = Field(default_factory=ThemesSettings)
    peers: PeersSettings = Field(default_factory=PeersSettings)
    report: ReportSettings = Field(default_factory=ReportSettings)
    llm: LlmSettings = Field(default_factory=LlmSettings)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment comes before the file, so that a password need not stand in it."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def load_settings(path: Path) -> Settings:
    """Settings of a `qes.toml`, with the environment's on top.

    Raises:
        BadSettings: It cannot be read, is not TOML, or holds an unknown name or an impossible value.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        return Settings(**given)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(str(path), f"is not valid TOML: {error}") from error
    except OSError as error:
        raise BadSettings(str(path), f"cannot be read ({error.strerror})") from error
    except SettingsError as error:
        problem = f'a QES_ environment variable cannot be read ({error}); lists are written as JSON, like ["Ana"]'
        raise BadSettings(str(path), problem) from error
    except ValidationError as error:
        raise BadSettings(str(path), "; ".join(_problem(each) for each in error.errors())) from error


def _problem(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"])
    return f"`{name}`: unknown setting" if error["type"] == "extra_forbidden" else f"`{name}`: {error['msg']}"
