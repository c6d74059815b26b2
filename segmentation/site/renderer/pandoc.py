"""Pandoc, as functions from text to text; the binary comes with the package pypandoc_binary."""

import json
import subprocess
from functools import cache
from typing import Any

from segmentation.site.errors import SiteError

Block = dict[str, Any]


@cache
def _program() -> str:
    import pypandoc

    try:
        return pypandoc.get_pandoc_path()
    except OSError as error:
        raise SiteError("Pandoc was not found: install the project's requirements (pypandoc_binary).") from error


def _run(text: str, *arguments: str) -> str:
    done = subprocess.run([_program(), *arguments], input=text, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise SiteError(f"Pandoc stopped ({done.stderr.strip()}): correct the page's Markdown.")
    return done.stdout


def read_markdown(text: str) -> dict[str, Any]:
    """Parse Markdown into pandoc's document tree."""
    return json.loads(_run(text, "--from=markdown", "--to=json"))


def write_html(document: dict[str, Any], blocks: list[Block]) -> str:
    """Write blocks as HTML; the document gives the version of the tree."""
    tree = {**document, "meta": {}, "blocks": blocks}
    return _run(json.dumps(tree), "--from=json", "--to=html5", "--wrap=none", "--mathml")


def raw(html: str) -> Block:
    """Block of HTML as it is."""
    return {"t": "RawBlock", "c": ["html", html]}


def plain_text(node: Any) -> str:
    """Text of a block or inline without its marks."""
    if isinstance(node, list):
        return "".join(plain_text(child) for child in node)
    if isinstance(node, dict):
        kind = node.get("t")
        if kind in ("Str", "Code"):
            return node["c"] if kind == "Str" else node["c"][1]
        return " " if kind in ("Space", "SoftBreak", "LineBreak") else plain_text(node.get("c", []))
    return ""
