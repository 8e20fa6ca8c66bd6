"""The shell command that adds an extra to the running installation.

It depends on metadata of installers: where a package came from (PEP 610), and which tool created a
dedicated environment (pipx, uv).
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


def command_for(extra: str) -> str:
    """Return the shell command that reinstalls argmap with an extra."""
    origin = _origin()
    requirement = _requirement(extra, origin)
    environment = Path(sys.prefix)
    if (environment / "pipx_metadata.json").is_file():
        return f"pipx install --force {requirement}"
    if (environment / "uv-receipt.toml").is_file():
        return f"uv tool install {requirement}"
    if origin.get("dir_info", {}).get("editable"):
        requirement = f"-e {requirement}"
    return f"{_pip_install()} {requirement}"


def _origin() -> dict[str, Any]:
    """Return the PEP 610 origin of the running package; empty for a package from an index.

    A checkout that is not installed counts as an editable installation.
    """
    import json
    from importlib.metadata import distributions

    checkout = _PACKAGE.parents[1]
    if _PACKAGE.parent.name == "src" and (checkout / "pyproject.toml").is_file():
        return {"url": checkout.as_uri(), "dir_info": {"editable": True}}
    distribution = next(iter(distributions(name="argmap")), None)
    direct_url = distribution.read_text("direct_url.json") if distribution else None
    try:
        origin: Any = json.loads(direct_url or "{}")
    except ValueError:
        return {}
    return origin if isinstance(origin, dict) else {}


def _requirement(extra: str, origin: dict[str, Any]) -> str:
    """Return the requirement to install: a path, a repository URL, or a package name."""
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    url = str(origin.get("url", ""))
    if url.startswith("file:"):
        path = url2pathname(urlsplit(url).path)
        return shlex.quote(f"{path}[{extra}]")
    if url:
        vcs = origin.get("vcs_info", {})
        prefix = f"{vcs['vcs']}+" if "vcs" in vcs else ""
        revision = f"@{vcs['requested_revision']}" if vcs.get("requested_revision") else ""
        return shlex.quote(f"argmap[{extra}] @ {prefix}{url}{revision}")
    return f"'argmap[{extra}]'"


def _pip_install() -> str:
    """Return the install command for this environment, whichever environment is active."""
    from importlib.util import find_spec

    if find_spec("pip") is None:  # uv creates environments without pip
        return f"uv pip install --python {shlex.quote(sys.executable)}"
    is_active = Path(os.environ.get("VIRTUAL_ENV", "")).resolve() == Path(sys.prefix).resolve()
    if is_active or sys.prefix == sys.base_prefix:
        return "pip install"
    return f"{shlex.quote(sys.executable)} -m pip install"
