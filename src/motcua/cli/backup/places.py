"""Where backups lie: a folder or a bucket, in which a piece is there whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from motcua.cli.reasons import reason
from motcua.cli.speech import Refused
from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUCKET = "s3"
_SECONDS = 60
# What services answer to keys that are wrong, taken away, or older than their session.
_KEYS_REFUSED = frozenset(
    {"AccessDenied", "ExpiredToken", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidToken"}
    | {"RequestExpired", "SignatureDoesNotMatch", "TokenRefreshRequired", "403"}
)
_PART = ".part"


class PlaceFailed(Refused):
    """The place of the backups does not do what is asked; it may later."""


class Missing(PlaceFailed):
    """A piece is not at the place, which answers otherwise."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Thiếu mảnh sao lưu {name}.", f"The piece {name} of the backup is missing."
        )


class Place(Protocol):
    """Somewhere pieces are kept under names with slashes."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a piece, in place of one of that name. Raises `PlaceFailed`."""

    def get(self, name: str) -> bytes:
        """Read a piece. Raises `PlaceFailed`, `Missing` where it is not there."""

    def names(self, prefix: str = "") -> dict[str, int]:
        """Give the names that begin so, in order, with sizes in bytes. Raises `PlaceFailed`."""

    def delete(self, name: str) -> None:
        """Delete a piece if it is there. Raises `PlaceFailed`."""


def place_of(address: str) -> Place:
    """Give the place that an address names: a path, or `s3://bucket/prefix`."""
    if address.startswith(f"{_BUCKET}://"):
        parts = urlsplit(address)
        return Bucket(parts.netloc, parts.path.strip("/"), env.text("MOTCUA_BACKUP_ENDPOINT"))
    return Folder(Path(address).expanduser().resolve())


class Folder:
    """A folder, best on another machine's disk."""

    def __init__(self, root: Path, *, waits: bool = True) -> None:
        """Use a folder; unless it `waits`, what was put is on the disk only after `os.sync`."""
        self._root = root
        self._waits = waits

    def put(self, name: str, content: bytes) -> None:
        """Write beside the place, to the disk, and move there."""
        path = self._root / name
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = path.with_name(f".{secrets.token_hex(6)}{_PART}")
            try:
                with fresh.open("xb") as handle:
                    handle.write(content)
                    if self._waits:
                        handle.flush()
                        os.fsync(handle.fileno())
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
            if self._waits:
                _sync(path.parent)
        except OSError as error:
            raise self._failed(error) from error

    def get(self, name: str) -> bytes:
        """Read the file."""
        try:
            return (self._root / name).read_bytes()
        except OSError as error:
            if isinstance(error, FileNotFoundError) and self._root.is_dir():
                raise Missing(name) from error
            raise self._failed(error) from error

    def names(self, prefix: str = "") -> dict[str, int]:
        """List the files below."""
        try:
            return dict(sorted(self._below(prefix)))
        except OSError as error:
            raise self._failed(error) from error

    def _below(self, prefix: str) -> Iterator[tuple[str, int]]:
        start = self._root / prefix.rpartition("/")[0]
        for path in start.rglob("*"):
            name = path.relative_to(self._root).as_posix()
            if path.is_file() and name.startswith(prefix) and path.suffix != _PART:
                yield name, path.stat().st_size

    def delete(self, name: str) -> None:
        """Delete the file, and the folders it leaves empty."""
        path = self._root / name
        try:
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self._root or next(folder.iterdir(), None) is not None:
                    return
                folder.rmdir()
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> PlaceFailed:
        vi, en = reason(error)
        return PlaceFailed(
            f"Nơi sao lưu {self._root} không dùng được: {vi}.",
            f"The place of backups {self._root} cannot be used: {en}.",
        )


class Bucket:
    """A bucket of an S3 service; whose keys boto3 finds as it always does.

    They are looked for anew after they were refused, so that new ones need no new start.
    """

    def __init__(self, bucket: str, prefix: str = "", endpoint: str = "") -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._endpoint = endpoint
        self._made: Any = None

    @property
    def _client(self) -> Any:
        if self._made is None:
            import boto3  # noqa: PLC0415 - half a second, for those who have a bucket
            from botocore.config import Config  # noqa: PLC0415

            self._made = boto3.session.Session().client(
                "s3",
                endpoint_url=self._endpoint or None,
                config=Config(
                    connect_timeout=_SECONDS,
                    read_timeout=_SECONDS,
                    retries={"mode": "standard", "max_attempts": 4},
                    # Services other than Amazon's do not know its newer checksums.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                ),
            )
        return self._made

    def put(self, name: str, content: bytes) -> None:
        """Send an object; the service shows it when it is whole."""
        self._ask("put_object", Key=self._prefix + name, Body=content)

    def get(self, name: str) -> bytes:
        """Fetch an object."""
        body: bytes = self._ask("get_object", Key=self._prefix + name)
        return body

    def names(self, prefix: str = "") -> dict[str, int]:
        """List the objects, a thousand at a time."""
        found: dict[str, int] = {}
        more: dict[str, str] = {}
        while True:
            answer = self._ask("list_objects_v2", Prefix=self._prefix + prefix, **more)
            for each in answer.get("Contents", ()):
                found[each["Key"].removeprefix(self._prefix)] = each["Size"]
            if not answer.get("IsTruncated"):
                return dict(sorted(found.items()))
            more = {"ContinuationToken": answer["NextContinuationToken"]}

    def delete(self, name: str) -> None:
        """Delete an object."""
        self._ask("delete_object", Key=self._prefix + name)

    def _ask(self, action: str, **words: Any) -> Any:
        from botocore.exceptions import (  # noqa: PLC0415 - as above
            BotoCoreError,
            ClientError,
            NoCredentialsError,
        )
        from urllib3.exceptions import HTTPError  # noqa: PLC0415

        try:
            answer = getattr(self._client, action)(Bucket=self._bucket, **words)
            return answer["Body"].read() if action == "get_object" else answer
        except (BotoCoreError, ClientError, HTTPError, ValueError) as error:
            said = getattr(error, "response", {}).get("Error", {})
            if said.get("Code") == "NoSuchKey":
                raise Missing(words["Key"].removeprefix(self._prefix)) from error
            why = " ".join(str(error).split())
            if said.get("Code") in _KEYS_REFUSED or isinstance(error, NoCredentialsError):
                self._made = None
                raise self._keys_refused(why) from error
            raise PlaceFailed(
                f"Kho sao lưu s3://{self._bucket} không dùng được: {why}",
                f"The bucket of backups s3://{self._bucket} cannot be used: {why}",
            ) from error

    def _keys_refused(self, why: str) -> PlaceFailed:
        return PlaceFailed(
            f"Kho sao lưu s3://{self._bucket} không nhận khóa truy cập: khóa sai, thiếu quyền, đã "
            f"thu hồi hoặc hết hạn. Hãy thay khóa; sao lưu sẽ tự chạy tiếp ({why})",
            f"The bucket of backups s3://{self._bucket} refuses the access keys: they are wrong, "
            f"may not do this, were taken away or have expired. Replace them; backups go on by "
            f"themselves ({why})",
        )


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
