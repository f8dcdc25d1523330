"""The comparison proved on planted edits, and timed: `make bench-diff`.

    python bench/diff.py [FOLDER] [--seed N] [--cases N] [--every N] [--peers PYTHON] [--only PART …]

Parts: `edits` (precision and recall of pairing and of every type of event, on the project's own
articles and on those of FOLDER, ../shared/corpora beside the checkout, the publishers in two
halves), `same` (events where nothing was edited: must be none), `speed` (ratios to difflib and
others), `hostile` (made-up shapes that would be dear). The generator of edits stands in
tests/archive/diff/edits; what a rule is made for is the half `tune`, and `check` believes it or not.
Where FOLDER is absent the project's own articles are measured alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ROOT.parent / "shared" / "corpora"
sys.path.insert(0, str(ROOT))

PARTS = ("edits", "same", "speed", "hostile")


def main() -> int:
    options = _options()
    os.environ["MICROFICHE_CORPORA"] = str(options.folder)
    from diff_edits import print_edits, print_same  # they read where the corpora are
    from diff_speed import print_hostile, print_speed

    if not (options.folder / "pages").is_dir():
        print(f"no corpora at {options.folder}: the project's own articles alone")
    if "edits" in options.only:
        print_edits(options.seed, options.cases, options.every)
    if "same" in options.only:
        print_same(options.seed, options.every)
    if "speed" in options.only:
        print_speed(options.peers)
    if "hostile" in options.only:
        print_hostile()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=BESIDE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=6, help="cases of each article")
    parser.add_argument("--every", type=int, default=1, help="read every N-th page only")
    parser.add_argument("--peers", type=Path, help="the python of an environment with the peers")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
