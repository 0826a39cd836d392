"""A project is a folder: settings, codebooks, corpus, outputs, and the record in `.qes/`."""

from __future__ import annotations

from qes.project.folders import find_project, make_folder, shipped
from qes.project.making import init_project
from qes.project.opened import ASKING, KEY, Project, open_project

__all__ = ["ASKING", "KEY", "Project", "find_project", "init_project", "make_folder", "open_project", "shipped"]
