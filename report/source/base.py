"""What all models of the schema share: strictness, names, references, text."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=80)]
FigureRef = Annotated[
    str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*(\.change|\.target)?$", max_length=90)
]
"""A figure's name, or that of its change or target: ``students``, ``students.change``."""
Language = Literal["zh-Hans", "zh-Hant", "ja", "ko", "en"]


class Model(BaseModel):
    """Base of all models: unknown keys are errors, instances are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: Any) -> Any:
        """A known key without a value counts as not written."""
        if isinstance(data, dict) and None in data.values():
            known = cls.model_fields
            return {k: v for k, v in data.items() if v is not None or k not in known}
        return data
