"""The part of the store that knows who works in the project and who is signed in."""

from __future__ import annotations

from datetime import datetime

from qes.model import User
from qes.store import people
from qes.store.engine import Database


class Roster:
    """Accounts with the hashes of their passwords, and log-in sessions by the hashes of their tokens.

    Neither passwords nor tokens come here. Names are compared without regard to case.
    """

    _database: Database

    def accounts(self) -> list[User]:
        """Everybody with an account, also those no longer active, by name."""
        with self._database.read() as connection:
            return people.every(connection)

    def account(self, name: str) -> User | None:
        """The account of that name, if there is one."""
        with self._database.read() as connection:
            return people.find(connection, name)

    def password_hash(self, name: str) -> str | None:
        """The hash of an account's password; None when there is no such account."""
        with self._database.read() as connection:
            return people.password_hash(connection, name)

    def save_account(
        self,
        user: User,
        password_hash: str | None,
        author: str,
        expected_version: int,
        *,
        keep_session: str | None = None,
    ) -> User:
        """Make an account or change it, together with an event of the kind "account"; what nothing changes is none.

        To deactivate it ends its sessions; a new password ends them too.

        Args:
            user: As it shall be; its `version` means nothing here.
            password_hash: None leaves the password as it is; a new account needs one.
            author: Who changes it.
            expected_version: The version this change was made from; 0 for a new account.
            keep_session: SHA-256 of the token of a session that a new password does not end.

        Returns:
            The account as it is now.

        Raises:
            Conflict: It was changed or made by someone else meanwhile.
            NotFound: There is no account of that name, and a version of it was expected.
            NoLead: No active lead would be left.
            ValueError: A new account without a password.
        """
        with self._database.write() as connection:
            return people.save(connection, user, password_hash, author, expected_version, keep_session)

    def renew_password_hash(self, name: str, old: str, new: str) -> None:
        """Replace a hash by a stronger one of the same password, unless the password was changed meanwhile.

        Nobody changed anything, so that this is no event.
        """
        with self._database.write() as connection:
            people.renew_hash(connection, name, old, new)

    def start_session(self, token_sha256: str, name: str, expires: datetime) -> None:
        """Sign someone in until a moment (with its time zone).

        Raises:
            NotFound: There is no active account of that name.
        """
        with self._database.write() as connection:
            people.start_session(connection, token_sha256, name, expires)

    def session_user(self, token_sha256: str, now: datetime) -> User | None:
        """Who is signed in by a token; None when the session has ended or run out, or the account is not active."""
        with self._database.read() as connection:
            return people.session_user(connection, token_sha256, now)

    def end_session(self, token_sha256: str) -> None:
        """Sign out; nothing happens when there is no such session."""
        with self._database.write() as connection:
            people.end_session(connection, token_sha256)

    def end_sessions(self, name: str) -> None:
        """Sign a person out everywhere."""
        with self._database.write() as connection:
            people.end_all(connection, name)
