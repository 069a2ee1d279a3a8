"""`python -m detector.cli`, where the `detector` program is not installed."""

from detector.cli import main

main(prog_name="detector")
