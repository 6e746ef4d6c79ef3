# SPDX-License-Identifier: GPL-3.0-or-later
"""The line to the runner: four bytes of length, then JSON. Threading: send() from any thread, receive() from one."""
import json
import socket
import struct
import threading

_LENGTH = struct.Struct("=I")


class Channel:
    def __init__(self, descriptor):
        self._socket = socket.socket(fileno=descriptor)
        self._lock = threading.Lock()

    def send(self, message):
        text = json.dumps(message).encode("ascii")
        with self._lock:
            self._socket.sendall(_LENGTH.pack(len(text)) + text)

    def receive(self):
        """The next message; None at the end of the stream."""
        head = self._read(_LENGTH.size)
        if head is None:
            return None
        text = self._read(*_LENGTH.unpack(head))
        return None if text is None else json.loads(text.decode("utf-8"))

    def _read(self, size):
        parts = []
        while size > 0:
            part = self._socket.recv(size)
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
