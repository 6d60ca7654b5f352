"""A server for a built site: how would it answer under a base path, as GitHub Pages does?"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

PACKED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
"""How the content types begin that GitHub Pages packs; fonts and photographs are packed already."""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves `directory` below `base`, says nothing, and shows the site's 404.html for what is not there."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer on a kept connection waits 40 ms
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".woff2": "font/woff2",
    }

    def __init__(self, *arguments, base: str, **options):
        self.base = base
        super().__init__(*arguments, **options)

    def log_message(self, *arguments):
        pass

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.base):
            return str(Path(self.directory) / "nothing stands outside the base path")
        return super().translate_path("/" + path.removeprefix(self.base))

    def send_error(self, code, message=None, explain=None):
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Packing(_Quiet):
    """Sends files as GitHub Pages does: texts as gzip, all of them good for ten minutes, each with its etag."""

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if not path.is_file():
            return super().send_head()  # sends on to the slash that is missing, or says 404
        body, kind = path.read_bytes(), self.guess_type(path)
        pack = kind.startswith(PACKED) and "gzip" in self.headers.get("Accept-Encoding", "")
        body = packed(body) if pack else body
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith(PACKED) else kind)
        self.send_header("Content-Length", str(len(body)))
        if pack:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()[:16]}"')
        self.end_headers()
        return BytesIO(body)


@lru_cache(maxsize=256)
def packed(body: bytes) -> bytes:
    """The same as gzip, at level 9."""
    return gzip.compress(body, 9, mtime=0)


@contextmanager
def serving(folder: Path, base: str = "", pack: bool = False) -> Iterator[str]:
    """The address, with a final slash, at which `folder` answers below `base` until the context is left.

    The folder may still be empty: the address is known before the site is built for it. `pack`: texts are sent as
    gzip, with the headers of GitHub Pages; it speaks HTTP/1.1 where GitHub Pages speaks HTTP/2.
    """
    base = f"/{base.strip('/')}/".replace("//", "/")
    handler = partial(_Packing if pack else _Quiet, directory=str(folder), base=base)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{base}"
    finally:
        server.shutdown()
        server.server_close()
