"""Renew `constraints.txt`: install the newest that `pyproject.toml` allows into a fresh place and write down what came.

Usage: make lock [TORCH=version]. Then run `make test`, and commit the file if all is well.

The version of torch stays as it is unless one is given: the newest release may not have a CPU build within reach.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "constraints.txt"
HEAD = "# What `make demo` and `make test` install, to the version. Renew with `make lock`.\n"


def main() -> None:
    """Install without a lock, freeze, and replace the lock only when that worked."""
    kept = LOCK.read_text(encoding="utf-8")
    torch = os.environ.get("TORCH") or next(iter(re.findall(r"^torch==(\S+)$", kept, re.M)))
    LOCK.write_text(f"torch=={torch}\n", encoding="utf-8")
    try:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, ROOT / "scripts" / "setup.py", folder, "dev"], check=True)
            command = [Path(folder) / "bin" / "python", "-m", "pip", "freeze", "--exclude-editable"]
            frozen = subprocess.run(command, text=True, capture_output=True, check=True).stdout
    except subprocess.CalledProcessError:
        LOCK.write_text(kept, encoding="utf-8")
        sys.exit("lock: could not install; constraints.txt is as it was")
    # "+cpu" is one build of a version: the lock names the version, setup chooses the build.
    lines = [re.sub(r"\+cpu$", "", line) for line in frozen.splitlines() if re.fullmatch(r"[\w.-]+==\S+", line)]
    lines = [line for line in lines if not line.startswith(("cuda-", "nvidia-", "triton=="))]
    LOCK.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"lock: {len(lines)} packages in {LOCK.name}")


if __name__ == "__main__":
    main()
