"""A real mail server for tests: speaks SMTP on a port of its own, and can be told to misbehave as real ones do."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Literal, cast

Manner = Literal["accept", "refuse", "refuse recipient", "hang", "die after data", "accept and die"]


@dataclass
class MailServer:
    """What the server was told to do, and what reached it: `received` are messages whose data came in, whatever was answered."""

    port: int = 0
    manner: Manner = "accept"
    received: list[Message] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    state: MailServer


class _Session(socketserver.StreamRequestHandler):
    """One connection. Knows just enough SMTP (RFC 5321) for a client that sends one message after another."""

    def handle(self) -> None:
        self.state = cast(_Server, self.server).state
        self._say("220 test")
        while line := self.rfile.readline():
            verb = line.split(b":")[0].strip().upper().split(b" ")[0]
            if not self._answer(verb, line):
                return

    def _answer(self, verb: bytes, line: bytes) -> bool:
        if verb == b"RCPT":
            return self._recipient(line)
        if verb == b"DATA":
            return self._data()
        self._say({b"EHLO": "250 test", b"HELO": "250 test", b"QUIT": "221 bye"}.get(verb, "250 OK"))
        return verb != b"QUIT"

    def _recipient(self, line: bytes) -> bool:
        address = line.partition(b"<")[2].partition(b">")[0].decode()
        if self.state.manner == "refuse recipient":
            self._say(f"550 5.1.1 <{address}>: no such user")
        else:
            self.state.recipients.append(address)
            self._say("250 OK")
        return True

    def _data(self) -> bool:
        if self.state.manner == "refuse":
            self._say("451 4.7.1 try again later")
            return True
        self._say("354 go on")
        content = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b".") else line
        self.state.received.append(message_from_bytes(content))
        if self.state.manner == "hang":
            self.state.released.wait(10)
        if self.state.manner in ("hang", "die after data"):
            return False
        self._say("250 OK")
        return self.state.manner != "accept and die"

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running server on a free port of this machine."""
    state = MailServer()
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.state = state
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield state
        finally:
            state.released.set()
            server.shutdown()
            thread.join()
