"""secrets.toml -> secrets.json, which redaction reads.

Run as `python -m tests.secrets` after changing pmlog/text/secrets.toml.
"""

from __future__ import annotations

import json

from pmlog.text import secret_table
from tests.conftest import ROOT

COMPILED = ROOT / "pmlog" / "text" / "secrets.json"


def compiled() -> str:
    """Return the rules of the table, one a line."""
    lines = (json.dumps(row, ensure_ascii=False) for row in secret_table.rows())
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> None:
    """Write secrets.json anew."""
    COMPILED.write_text(compiled(), "utf-8")


if __name__ == "__main__":
    main()
