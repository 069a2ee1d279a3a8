"""The commands: one file each, gathered by the table below, and imported only when called."""

from __future__ import annotations

from detector.cli.group import Commands, main_group

COMMANDS: Commands = {
    "scan": ("detector.cli.scan", "Look at pages: score, scam links and reasons."),
    "label": ("detector.cli.label", "Label many pages: archives, tables and folders in, one row a page out."),
    "explain": ("detector.cli.explain", "Account for one page's score, share by share."),
    "reputation": (
        "detector.cli.reputation",
        "Make one file of your own lists of hosts and addresses, for --reputation.",
    ),
    "features": ("detector.cli.features", "List everything a score rests on."),
    "train": ("detector.cli.train", "Fit a model on the shipped labelled pages and your own."),
    "evaluate": (
        "detector.cli.evaluate",
        "Score held-out pages with a model and say how well it does, or where to set its threshold.",
    ),
    "dataset": ("detector.cli.dataset", "Build and check the labelled pages a model is fitted on."),
    "models": ("detector.cli.models", "List, show and verify models."),
}
"""Name -> module that holds it as `command`, and the first line of its help."""

main = main_group(COMMANDS)

__all__ = ["COMMANDS", "main"]
