"""Set up `.venv`: what the lock file names, with a CPU build of torch unless this machine has a GPU.

Usage: python3 scripts/setup.py VENV [EXTRA]. Needs nothing but Python 3.11 or newer and a package index.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "constraints.txt"
CPU_WHEELS = os.environ.get("QES_TORCH_INDEX", "https://download.pytorch.org/whl/cpu")
"""PyTorch's own index of CPU builds; asked only when the configured package index has none."""


def say(text: str) -> None:
    """Tell the user what happens, at once."""
    print(f"setup: {text}", flush=True)


def has_gpu() -> bool:
    """Whether an NVIDIA driver answers."""
    tool = shutil.which("nvidia-smi")
    return tool is not None and subprocess.run([tool, "-L"], capture_output=True, check=False).returncode == 0


def pip(python: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run pip of the environment; its complaints stay visible."""
    # Compiling every module of every library takes longer than the demo; Python compiles what it imports.
    options = ["--no-compile"] if words[0] == "install" else []
    command = [python, "-m", "pip", *words, *options, "--disable-pip-version-check", "--quiet"]
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, check=False)


def must(done: subprocess.CompletedProcess[str]) -> None:
    """Stop with a plain sentence when pip failed."""
    if done.returncode:
        sys.exit(
            "setup: pip could not install what is needed (see above). "
            "Check the network or pip's settings, then run it again."
        )


def torch_version() -> str:
    """The version of torch the lock names."""
    found = re.search(r"^torch==([^\s+]+)", LOCK.read_text(encoding="utf-8"), re.M) if LOCK.exists() else None
    return f"=={found[1]}" if found else ""


def offers_cpu_build(python: Path, wanted: str, *index: str) -> bool:
    """Whether the index would give a CPU build of torch, without downloading it."""
    done = pip(python, "install", "--dry-run", "--no-deps", "--ignore-installed", "--report", "-", wanted, *index)
    if done.returncode:
        return False
    return any(item["metadata"]["version"].endswith("+cpu") for item in json.loads(done.stdout)["install"])


def install_torch(python: Path) -> None:
    """On Linux the usual wheel brings gigabytes of CUDA; elsewhere, and with a GPU, it is the right one."""
    wanted = f"torch{torch_version()}"
    have = subprocess.run([python, "-c", "import torch"], capture_output=True, check=False).returncode == 0
    if have or sys.platform != "linux" or has_gpu():
        return
    if offers_cpu_build(python, wanted):
        say("no GPU here: installing the CPU build of torch")
        must(pip(python, "install", wanted))
    elif offers_cpu_build(python, wanted, "--index-url", CPU_WHEELS, "--retries", "0", "--timeout", "10"):
        say("no GPU here: installing PyTorch's CPU build")
        must(pip(python, "install", wanted, "--extra-index-url", CPU_WHEELS))
    else:
        say("no CPU build of torch within reach; the usual one works too, but is several gigabytes larger")


def main() -> None:
    """Make the environment and install qes into it, editable."""
    if sys.version_info < (3, 11):  # noqa: UP036  the one place where an older Python can be told so
        sys.exit(
            f"setup: qes needs Python 3.11 or newer, this is {sys.version.split()[0]}; try `make PYTHON=python3.12 ...`"
        )
    folder, extra = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    python = folder / "bin" / "python"
    if not python.exists():
        say(f"making {folder}")
        venv.create(folder, with_pip=True)
    install_torch(python)
    say("installing what qes needs (some minutes the first time)")
    locked = ["--constraint", str(LOCK)] if LOCK.exists() else []
    must(pip(python, "install", "--editable", f"{ROOT}[{extra}]" if extra else str(ROOT), *locked))
    (folder / f".ready{'-' + extra if extra else ''}").touch()
    say("ready")


if __name__ == "__main__":
    main()
