"""Every error qes raises on purpose: what happened, where, and what to do next.

The message says what and where, the attributes hold the parts, `hint` says what helps. Foreign
exceptions are translated where they arise; only the command line and the web handler catch
`QesError`.
"""

from __future__ import annotations

from qes.errors.base import QesError
from qes.errors.coding import (
    BadCodebook,
    BadDecision,
    BadEdit,
    CodebookError,
    FrozenCodebook,
    LostRubric,
    NoRubric,
    TooFewCoders,
    UnknownCode,
    UnknownCodebook,
)
from qes.errors.files import (
    BadCases,
    BadJudgements,
    BadTable,
    EmptyFile,
    FileTooLarge,
    GarbledText,
    IngestError,
    ManifestError,
    UnknownFormat,
    UnreadableFile,
)
from qes.errors.projects import (
    AlreadyAProject,
    AlreadyAsking,
    BadPseudonyms,
    BadSettings,
    BudgetSpent,
    CannotWrite,
    IndexUnavailable,
    ModelUnavailable,
    NotAProject,
    ProjectError,
    UnknownPlugin,
)
from qes.errors.records import (
    BadAccount,
    Conflict,
    NewerDatabase,
    NoLead,
    NotFound,
    StoreError,
    StoreUnavailable,
)
from qes.errors.synthesis import (
    BadFinding,
    BadScore,
    BadTheme,
    Misquote,
)

__all__ = [
    "AlreadyAProject",
    "AlreadyAsking",
    "BadAccount",
    "BadCases",
    "BadCodebook",
    "BadDecision",
    "BadEdit",
    "BadFinding",
    "BadJudgements",
    "BadPseudonyms",
    "BadScore",
    "BadSettings",
    "BadTable",
    "BadTheme",
    "BudgetSpent",
    "CannotWrite",
    "CodebookError",
    "Conflict",
    "EmptyFile",
    "FileTooLarge",
    "FrozenCodebook",
    "GarbledText",
    "IndexUnavailable",
    "IngestError",
    "LostRubric",
    "ManifestError",
    "Misquote",
    "ModelUnavailable",
    "NewerDatabase",
    "NoLead",
    "NoRubric",
    "NotAProject",
    "NotFound",
    "ProjectError",
    "QesError",
    "StoreError",
    "StoreUnavailable",
    "TooFewCoders",
    "UnknownCode",
    "UnknownCodebook",
    "UnknownFormat",
    "UnknownPlugin",
    "UnreadableFile",
]
