"""`python -m crawler.cli` is `microfiche`."""

from crawler.cli import main

main()
