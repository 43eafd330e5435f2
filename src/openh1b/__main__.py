"""`python -m openh1b` is the command line."""

from openh1b.cli import main

main()
