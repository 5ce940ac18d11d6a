"""A real server of the S3 protocol on this machine, which keeps account of what it was asked for."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

SECRET = "geheim/0123456789abcdefghijklmnopqrst"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIA0123456789ABCDEF",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_DEFAULT_REGION": "us-east-1",
}


_COLOURS = re.compile("\x1b\\[[0-9;]*m")


class Store:
    """The server and a client of it that is not ours."""

    def __init__(self, url: str) -> None:
        import boto3

        self.url = url
        self.environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": url}
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=url,
            aws_access_key_id=ENVIRONMENT["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
        )
        self.asked: list[str] = []
        """Lines of the server's log: method and path of each request."""

    def bucket(self, name: str) -> str:
        self._client.create_bucket(Bucket=name)
        return f"s3://{name}"

    def put(self, bucket: str, key: str, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        self._client.put_object(Bucket=bucket, Key=key, Body=data)

    def keys(self, bucket: str) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [found["Key"] for page in pages for found in page.get("Contents", [])]

    def content(self, bucket: str) -> dict[str, bytes]:
        """All that a bucket holds, by key."""
        return {key: self._client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in self.keys(bucket)}

    def fetched(self, bucket: str) -> list[str]:
        """Keys whose content was asked for."""
        start = f"GET /{bucket}/"
        return [line.removeprefix(start) for line in self.asked if line.startswith(start)]


@contextmanager
def running_store() -> Iterator[Store]:
    import s3fs
    from moto.server import ThreadedMotoServer

    # Those that are kept would ask a server that is gone: the address is not among what they are kept by.
    s3fs.S3FileSystem.clear_instance_cache()
    log = logging.getLogger("werkzeug")
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    store = Store(f"http://{host}:{port}")

    class Account(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            request = _COLOURS.sub("", record.getMessage()).split('"')[1]
            store.asked.append(unquote(request.rpartition(" HTTP/")[0]))

    account, level, propagate = Account(), log.level, log.propagate
    log.addHandler(account)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield store
    finally:
        log.removeHandler(account)
        log.setLevel(level)
        log.propagate = propagate
        server.stop()
