"""The two statements that SQLite and PostgreSQL spell differently."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Table, cast, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite


def among(connection: Connection, column: ColumnElement[Any], values: Collection[str]) -> ColumnElement[bool]:
    """That a column is one of the values, however many: they travel as one parameter, not one each."""
    listed = literal(json.dumps(sorted(values)))
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(listed).table_valued("value").c.value))
    return column.in_(select(func.json_array_elements_text(cast(listed, JSON)).column_valued()))


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], update: Collection[str] = ()
) -> None:
    """Insert rows; where the primary key exists, update the named columns (none: leave the row as it is)."""
    if not rows:
        return
    insert = sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
    keys = [column.name for column in table.primary_key]
    if update:
        changes = {name: insert.excluded[name] for name in update}
        connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changes), rows)
    else:
        connection.execute(insert.on_conflict_do_nothing(index_elements=keys), rows)
