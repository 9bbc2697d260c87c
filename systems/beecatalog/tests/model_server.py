"""A local server that speaks the wire formats of Gemini and OpenAI."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar


class Model(BaseHTTPRequestHandler):
    """Answers each question with `says`, and remembers who asked what."""

    says: ClassVar[Any] = {}
    status: ClassVar[int] = 200
    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        """One answer, in the format of the path that was asked."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
        text = self.says if isinstance(self.says, str) else json.dumps(self.says)
        if self.path.endswith(":generateContent"):
            answer: Any = {"candidates": [{"content": {"parts": [{"text": text}]}}]}
        else:
            answer = {"choices": [{"message": {"role": "assistant", "content": text}}]}
        content = json.dumps(answer).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Nothing is logged."""
