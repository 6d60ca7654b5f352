"""What tests share: the real Book, tiny sites to break, the built site served under a base path, and a browser."""

import functools
import http.server
import threading
from pathlib import Path

import pytest
from atlas.load import load
from building import ROOT, build, copy_tiny

BASE = "aigc-atlas"


@pytest.fixture(scope="session")
def book():
    return load(ROOT)


@pytest.fixture
def tiny(tmp_path):
    """A copy of the tiny site that is right, to be broken."""
    return copy_tiny(tmp_path / "tiny")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def send_error(self, code, message=None, explain=None):
        """As GitHub Pages does: what is not there answers with the site's 404.html."""
        page = Path(self.directory) / BASE / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """(folder, address) of a server; the site is built into folder/aigc-atlas for that very address."""
    folder = tmp_path_factory.mktemp("served")
    handler = functools.partial(_Quiet, directory=str(folder))
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{httpd.server_address[1]}/{BASE}/"
    httpd.shutdown()


@pytest.fixture(scope="session")
def site(server):
    """The folder of the built site."""
    folder, address = server
    done = build(ROOT, folder / BASE, address)
    assert done.returncode == 0, done.stderr
    return folder / BASE


@pytest.fixture(scope="session")
def address(server, site):
    """Where the built site answers, with its base path and a final slash."""
    return server[1]
