"""Firefox by WebDriver BiDi: JSON messages over a WebSocket, as much as the tests need of both."""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import subprocess
from base64 import b64encode
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}

#: The keys that are not letters, as WebDriver has them.
_KEYS = {
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Tab": "\ue004",
    "ArrowUp": "\ue013",
    "ArrowDown": "\ue015",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
}


class _Socket:
    """A WebSocket that sends and takes texts (RFC 6455)."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        assert parts.hostname is not None
        self._stream = socket.create_connection((parts.hostname, parts.port or 80), timeout=30)
        key = b64encode(os.urandom(16)).decode()
        self._stream.sendall(
            (
                f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                "Sec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self._read(1)
        assert b" 101 " in head, head

    def send(self, text: str) -> None:
        """Sends a text in one masked frame."""
        data = text.encode()
        size = (
            bytes([0x80 | len(data)])
            if len(data) < 126
            else bytes([0x80 | 126]) + struct.pack(">H", len(data))
            if len(data) < 65536
            else bytes([0x80 | 127]) + struct.pack(">Q", len(data))
        )
        mask = os.urandom(4)
        masked = bytes(each ^ mask[place % 4] for place, each in enumerate(data))
        self._stream.sendall(b"\x81" + size + mask + masked)

    def take(self) -> str:
        """The next text, of however many frames."""
        whole = b""
        while True:
            first, size = self._read(2)
            if size == 126:
                (size,) = struct.unpack(">H", self._read(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self._read(8))
            data = self._read(size)
            if first & 0x0F in {0, 1}:
                whole += data
                if first & 0x80:
                    return whole.decode()

    def close(self) -> None:
        self._stream.close()

    def _read(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            more = self._stream.recv(size - len(found))
            if not more:
                raise ConnectionError("the browser has gone")
            found += more
        return found


class Firefox:
    """A Firefox without a window, with a profile of its own that outlives it."""

    def __init__(self, program: str, profile: Path, downloads: Path) -> None:
        profile.mkdir(exist_ok=True)
        downloads.mkdir(exist_ok=True)
        preferences = {**_PREFERENCES, "browser.download.dir": str(downloads)}
        (profile / "user.js").write_text(
            "".join(
                f'user_pref("{key}", {json.dumps(value)});\n' for key, value in preferences.items()
            )
        )
        self._process = subprocess.Popen(
            [
                program,
                "--headless",
                "--no-remote",
                "--profile",
                profile,
                "--remote-debugging-port=0",
            ],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "HOME": str(profile), "MOZ_HEADLESS": "1"},
        )
        self._numbers = count(1)
        self._socket = _Socket(f"{self._address()}/session")
        self.command("session.new", capabilities={})
        tree = self.command("browsingContext.getTree")
        self._context = tree["contexts"][0]["context"]

    def command(self, method: str, **parameters: Any) -> Any:
        """What the browser answers to a command; an error of its own is an AssertionError."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.take())
            if said.get("id") == number:
                assert said["type"] == "success", said
                return said["result"]

    def opens(self, file: Path) -> None:
        """Goes to a file, until it is read."""
        self.command(
            "browsingContext.navigate", context=self._context, url=file.as_uri(), wait="complete"
        )

    def types(self, *keys: str) -> None:
        """Presses keys one by one, by their names."""
        pressed = [
            {"type": kind, "value": _KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        source = {"type": "key", "id": "keyboard", "actions": pressed}
        self.command("input.performActions", context=self._context, actions=[source])

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, awaited."""
        found = self.command(
            "script.evaluate",
            expression=expression,
            target={"context": self._context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found
        return found["result"].get("value")

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        self._process.kill()
        self._process.wait()
        self._socket.close()
        assert self._process.stderr is not None
        self._process.stderr.close()

    def _address(self) -> str:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                return found[1]
        raise ConnectionError("Firefox has not told where it listens")
