"""What tests share: the real Book, tiny sites to break, the built site served under a base path, and a browser."""

import os

import pytest
from atlas.load import load
from atlas.serving import serving
from building import ROOT, build, copy_tiny

BASE = "aigc-atlas"
os.environ["JAX_ENABLE_X64"] = "1"  # before anybody imports it: what is compared with JAX has 64 bits, whichever test runs first


@pytest.fixture(scope="session")
def book():
    return load(ROOT)


@pytest.fixture
def tiny(tmp_path):
    """A copy of the tiny site that is right, to be broken."""
    return copy_tiny(tmp_path / "tiny")


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """(folder, address) of a server; the site is built into folder/aigc-atlas for that very address."""
    folder = tmp_path_factory.mktemp("served")
    with serving(folder / BASE, BASE) as address:
        yield folder, address


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
