"""A desk over the bundled examples: asked directly, and served to a browser where there is one."""

import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.api import code_into
from dragoman.desk import desk
from dragoman.examples import folder

LOOPBACK = "http://127.0.0.1"
CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)


@pytest.fixture(scope="session")
def examples_ledger(tmp_path_factory, coder):
    path = tmp_path_factory.mktemp("desk") / "examples"
    code_into(path, [folder()], coder=coder)
    return path


@pytest.fixture(scope="session")
def app(examples_ledger, coder):
    return desk(examples_ledger, warm=False, coder=coder)


@pytest.fixture(scope="session")
def client(app):
    return TestClient(app, base_url=LOOPBACK)


@pytest.fixture
def own_ledger(examples_ledger, tmp_path):
    """A copy to write to."""
    return Path(shutil.copytree(examples_ledger, tmp_path / "own"))


class Served:
    """An application on a port of this machine, while the block lasts."""

    def __init__(self, app):
        import uvicorn

        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        return self.address

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()


@pytest.fixture(scope="session")
def address(app):
    with Served(app) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; `apt-get install chromium` brings it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser):
    """A fresh tab that remembers what went wrong in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.faults = []
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    tab.on("console", lambda message: tab.faults.append(message.text) if message.type == "error" else None)
    yield tab
    context.close()


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, from npm, kept beside pytest's other caches."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine; it brings axe-core")
    kept = Path.home() / ".cache" / "dragoman-tests" / "axe-core-4.10.3"
    script = kept / "package" / "axe.min.js"
    if not script.exists():
        kept.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([npm, "pack", "axe-core@4.10.3", "--silent"], cwd=kept, capture_output=True, timeout=120)
        if done.returncode:
            pytest.skip("npm could not fetch axe-core")
        shutil.unpack_archive(kept / "axe-core-4.10.3.tgz", kept, filter="data")
    return script.read_text(encoding="utf-8")


def serious(browser, addresses, axe, theme):
    """What axe-core finds that keeps people out."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme, bypass_csp=True)
    tab, found = context.new_page(), []
    for address in addresses:
        tab.goto(address)
        tab.evaluate(axe)
        for issue in tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]:
            if issue["impact"] in ("serious", "critical"):
                node = issue["nodes"][0]
                found.append((address, issue["id"], node["html"][:160], node["failureSummary"][:300]))
    context.close()
    return found
