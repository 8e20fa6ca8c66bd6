"""Packs the modules that the playground needs, as byte code, into two archives.

`build.mjs` runs this in Pyodide, so that the byte code is that of the Python in the page. Without
byte code, each visit would compile 500 modules. A module is needed if the playground imports it,
or may import it in a function.
"""

import ast
import importlib.machinery
import importlib.util
import io
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

SITE = Path("/app/site-packages")
CACHE = Path("/app/cache")
STANDARD_LIBRARY = "/stdlib.zip"
ENTRY = "argmap.playground"
PACKAGES = {"argmap", "attr", "attrs", "lark"}
UNUSED = (
    # Layouts, documents and formats that the page does not offer.
    *("argmap.api", "argmap.exchange", "argmap.rendering.dot", "argmap.rendering.overview"),
    *("argmap.rendering.pages", "argmap.rendering.poster", "argmap.rendering.raster"),
    *("argmap.rendering.views", "argmap.reporting._snippets", "argmap.reporting._text"),
    *(f"argmap.rendering.html.{name}" for name in ("data", "page", "parts", "pictures", "texts")),
    # Files, processes and connections, which a page does not have.
    *(f"argmap.sources.{name}" for name in ("addresses", "html_text", "links", "outline", "pdf")),
    *(
        f"argmap.workspace.{name}"
        for name in ("check", "evaluation_report", "explanation_report", "explanation_text")
    ),
    *(
        f"argmap.workspace.{name}"
        for name in ("file_ignores", "git", "outputs", "parallel", "pictures", "render_targets")
    ),
    *("argmap.workspace.revision", "lark.tools", "lark.ast_utils", "lark.indenter"),
    *("asyncio", "concurrent", "ctypes", "email", "http", "multiprocessing", "socket", "ssl"),
    *("subprocess", "urllib.request", "xml"),
)
"""Modules that are left out although a function may import them: the page calls no such function.

`tests/playground` compares the reports and pictures of the page with those of argmap.
"""

OPTIMIZATION = 2  # without docstrings and assertions


def is_unused(module: str) -> bool:
    """Return whether a module, or a package that it is in, is left out."""
    return any(module == name or module.startswith(f"{name}.") for name in UNUSED)


def needed_modules() -> tuple[dict[str, Path], list[str]]:
    """Return the files of the needed modules, and the names of others that they may import."""
    needed: dict[str, Path] = {}
    others: dict[str, None] = {}
    queue = [ENTRY]
    while queue:
        module = queue.pop()
        if module in needed or is_unused(module):
            continue
        if module.partition(".")[0] not in PACKAGES:
            others[module] = None
            continue
        spec = find(module)
        if spec is None or spec.origin is None:
            continue
        path = Path(spec.origin)
        needed[module] = path
        if "." in module:
            queue.append(module.rpartition(".")[0])
        if module == "argmap.rules":  # rules are found by their files
            files = path.parent.glob("*/*.py")
            queue += [f"argmap.rules.{file.parent.name}.{file.stem}" for file in files]
        package = module if spec.submodule_search_locations else module.rpartition(".")[0]
        queue += imported_names(ast.parse(path.read_bytes()), package)
    return needed, sorted(others)


def find(module: str) -> importlib.machinery.ModuleSpec | None:
    """Return the spec of a module, or None if there is no such module."""
    try:
        return importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return None


def imported_names(tree: ast.AST, package: str) -> Iterator[str]:
    """Yield the names of the modules that a module imports, also in functions.

    Names imported from a module may be modules, too. Imports for type checkers are left out.
    """
    if isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.unparse(tree.test):
        return
    if isinstance(tree, ast.Import):
        yield from (alias.name for alias in tree.names)
    elif isinstance(tree, ast.ImportFrom):
        dots = "." * tree.level
        module = importlib.util.resolve_name(f"{dots}{tree.module or ''}", package)
        yield module
        yield from (f"{module}.{alias.name}" for alias in tree.names)
    for child in ast.iter_child_nodes(tree):
        yield from imported_names(child, package)


def byte_code(source: bytes, name: str) -> bytes:
    """Return a compiled module that is never compared with its source."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=OPTIMIZATION)
    return bytes(_code_to_hash_pyc(code, b"\0" * 8, checked=False))


def pack_standard_library(names: list[str]) -> bytes:
    """Return files of the standard library, compiled, as a zip file."""
    archive = io.BytesIO()
    with (
        zipfile.ZipFile(STANDARD_LIBRARY) as library,
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        for name in sorted(names):
            entry = zipfile.ZipInfo(f"{name}c")  # with a fixed time
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, byte_code(library.read(name), name))
    return archive.getvalue()


def pack_packages(modules: dict[str, Path]) -> bytes:
    """Return argmap, its packages and the compiled grammar as a gzipped tar file.

    A module is an empty file and its byte code: argmap finds rules by their file names.
    """
    files: dict[Path, bytes] = {}
    for path in modules.values():
        tag = sys.implementation.cache_tag
        name = path.relative_to(SITE.parent).as_posix()
        files[path] = b""
        files[path.parent / "__pycache__" / f"{path.stem}.{tag}.pyc"] = byte_code(
            path.read_bytes(), name
        )
    folders = {path.parent for path in modules.values()} - {SITE / "argmap/rendering/html"}
    for path in SITE.rglob("*"):
        if path.suffix in (".json", ".lark", ".toml", ".txt") and (
            path.parent in folders or path.parent.parent in folders
        ):
            files[path] = path.read_bytes()
    files |= {path: path.read_bytes() for path in CACHE.rglob("*") if path.is_file()}
    archive = io.BytesIO()
    # Like files are beside each other, where they compress better.
    order = sorted(files, key=lambda path: (path.suffix, path.as_posix()))
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as packed:
        for path in order:
            entry = tarfile.TarInfo(path.relative_to(SITE.parent).as_posix())
            entry.size = len(files[path])
            packed.addfile(entry, io.BytesIO(files[path]))
    return archive.getvalue()


def compile_grammar() -> None:
    """Write the compiled grammar into the cache."""
    from argmap.syntax.grammar import parser

    parser()


def theme() -> str:
    """Return the style of argmap's pages."""
    from argmap.rendering.html.page import page_style

    return page_style("default")


def constants() -> str:
    """Return the constants of the page's script as JSON."""
    from argmap import __version__
    from argmap.playground import MAX_CHARACTERS
    from argmap.syntax.grammar import keywords
    from argmap.workspace.starter import STARTER

    return json.dumps(
        {
            "KEYWORDS": sorted(keywords()),
            "MAX_CHARACTERS": MAX_CHARACTERS,
            "STARTER": STARTER,
            "VERSION": __version__,
        }
    )
