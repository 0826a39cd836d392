"""`qes user`: who works in the project."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, say, table, then
from qes.model import Role

if TYPE_CHECKING:
    from qes.model import User

app = typer.Typer(
    help="Who works in the project: accounts with roles and passwords.", no_args_is_help=True, rich_markup_mode=None
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As the log shows it; case does not matter.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of what they decide, in log and report.")],
    role: Annotated[
        Role | None,
        typer.Option(help="By default lead for the first account, and researcher for those after it."),
    ] = None,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Make an account.

    The password is asked for twice, or read as a line from a pipe. A viewer reads; a researcher also codes; a reviewer
    also settles disputes; a lead also says who works here.
    """
    from qes.pipeline.people import add_user, users

    with opened(project) as opened_project:
        given = role or (Role.RESEARCHER if users(opened_project) else Role.LEAD)
        user = add_user(opened_project, name, _password(), given, opened_project.coder)
    _tell(user, "made", json)


@app.command("list")
def list_(project: ProjectDir = HERE, json: Json = False) -> None:
    """List the accounts, with those that were removed."""
    from qes.pipeline.people import users

    with opened(project) as opened_project:
        found = users(opened_project)
    if json:
        emit({"users": [_shown(user) for user in found]})
    elif found:
        rows = [(user.name, user.role.value, "" if user.active else "removed") for user in found]
        table("", ["name", "role", ""], rows)
    else:
        say("There are no accounts yet.")
        then("qes user add NAME, for whoever leads the project")


@app.command("role")
def role_(
    name: Name,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="The new role.")],
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Change what someone may do, at once and wherever they are signed in."""
    from qes.pipeline.people import set_role

    with opened(project) as opened_project:
        user = set_role(opened_project, name, role, opened_project.coder)
    _tell(user, "changed", json)


@app.command()
def password(name: Name, project: ProjectDir = HERE, json: Json = False) -> None:
    """Give someone a new password, which signs them out everywhere.

    It is asked for twice, or read as a line from a pipe.
    """
    from qes.pipeline.people import set_password

    with opened(project) as opened_project:
        user = set_password(opened_project, name, _password(), opened_project.coder)
    _tell(user, "changed", json)


@app.command()
def remove(name: Name, project: ProjectDir = HERE, json: Json = False) -> None:
    """Let someone no longer sign in, and sign them out; what they coded stays."""
    from qes.pipeline.people import set_active

    with opened(project) as opened_project:
        user = set_active(opened_project, name, False, opened_project.coder)
    _tell(user, "removed", json)


@app.command()
def restore(name: Name, project: ProjectDir = HERE, json: Json = False) -> None:
    """Let someone who was removed sign in again, with the role and password they had."""
    from qes.pipeline.people import set_active

    with opened(project) as opened_project:
        user = set_active(opened_project, name, True, opened_project.coder)
    _tell(user, "restored", json)


def _tell(user: User, what: str, json: bool) -> None:
    if json:
        emit({"user": _shown(user)})
    else:
        say(f"{what}: {user.name}, {user.role.value}")


def _shown(user: User) -> dict[str, str | bool]:
    return {"name": user.name, "role": user.role.value, "active": user.active}


def _password() -> str:
    """A password from whoever sits at the terminal, typed twice unseen, or a line from a pipe.

    Raises:
        BadAccount: The two differ or do not come, or what is piped in is no text.
    """
    from getpass import getpass

    from qes.errors import BadAccount

    if not sys.stdin.isatty():
        try:
            return sys.stdin.buffer.readline().decode().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise BadAccount("the password is no text in UTF-8", "Pipe it in as one line of UTF-8.") from error
    try:
        first, second = getpass("Password: "), getpass("Once more: ")
    except EOFError as error:
        raise BadAccount("no password was typed", "Run the command again; nothing was changed.") from error
    if first != second:
        raise BadAccount("the two passwords differ", "Run the command again; nothing was changed.")
    return first
