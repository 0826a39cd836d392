"""`python -m qes`."""

from __future__ import annotations

from qes.cli import main

if __name__ == "__main__":
    main()
