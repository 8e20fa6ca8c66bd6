"""Merges of maps: of one file as a merge driver of git, and the check of a whole merge."""

from argmap.workspace.merge.files import FileMerge, merge_files
from argmap.workspace.merge.finished import check_merge
from argmap.workspace.merge.report import MergedMap, merge_lines_of, report_file_merge, report_maps

__all__ = [
    "FileMerge",
    "MergedMap",
    "check_merge",
    "merge_files",
    "merge_lines_of",
    "report_file_merge",
    "report_maps",
]
