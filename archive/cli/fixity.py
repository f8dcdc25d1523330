"""`microfiche fixity`: completes the manifest of the collection's files, and prints it for others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.keys import key_option, private_key
from archive.cli.options import collection_option, err, json_option, out, print_json
from archive.collection.fixity import (
    closed_files,
    is_owed,
    is_unended,
    name_of,
    record_missing,
)
from archive.collection.layout import Layout, check, keeps_manifests
from archive.collection.manifest import FileLine, Manifest, read_manifest, standing
from archive.collection.sealing import Sign, append_seal
from archive.errors import BrokenRecord

LATE = (
    "{count} files had no line, though whoever closes or imports a file here notes it: they are noted "
    "as they are now, nothing tells what they were, and `microfiche verify` says so from now on. "
    "Where a copy has the lines of fixity/, compare with those."
)


@click.command("fixity")
@click.option(
    "--sha256sum",
    "as_sums",
    is_flag=True,
    help="Write nothing; print the manifest as `sha256sum -c` reads it.",
)
@click.option("--seal", is_flag=True, help="Seal the manifest; keep the number that is printed.")
@key_option("--sign", "Seal it and sign the seal with this EC private key (P-384, PEM).")
@json_option
@collection_option
def command(
    as_sums: bool, seal: bool, key_file: Path | None, as_json: bool, collection_dir: Path
) -> None:
    """Note the size and SHA-256 of closed files that the manifest does not have yet.

    Writers note a file when they close it; what is added here are files of a collection that is older
    than its manifest. Of a file that a writer must have noted, `microfiche verify` says from then on
    that it was noted late. No line is ever changed. `microfiche verify --fixity` compares.
    """
    if as_sums and (seal or key_file or as_json):
        raise click.UsageError("--sha256sum prints, and does nothing else")
    sign = _signer(key_file) if key_file else None
    layout = check(Layout(collection_dir))
    manifest = read_manifest(layout)
    _refuse_broken(manifest)
    if as_sums:
        for line in _standing(manifest):
            click.echo(sum_line(line))
        return
    known = manifest.files()
    missing = [path for path in closed_files(layout) if name_of(layout, path) not in known]
    missing, left = _divided(layout, missing)
    added = list(record_missing(layout, missing, "added"))
    late = added if keeps_manifests(layout) else []
    noted = [*_standing(manifest), *added]
    name = append_seal(layout, sign) if seal or sign else None
    if as_json:
        print_json(_document(noted, added, late, name))
        return
    for line in added:
        out().print(f"added: {line.file} {line.sha256}", markup=False)
    for path in left:
        text = f"left: {name_of(layout, path)}: its writer died, `microfiche repair` notes it"
        out().print(text, markup=False)
    if late:
        err().print(LATE.format(count=len(late)), style="yellow", markup=False)
    size = sum(line.bytes for line in noted)
    out().print(f"{len(noted):,} files, {size:,} bytes in the manifest")
    if name:
        out().print(f"sealed: {name}")


def _divided(layout: Layout, missing: list[Path]) -> tuple[list[Path], list[Path]]:
    """What is added here, and what the repair of dead writers notes; living ones note their own."""
    added = [p for p in missing if not is_unended(layout, p)]
    left = [p for p in missing if p not in added and not is_owed(layout, p)]
    return added, left


def _signer(path: Path) -> Sign:
    from archive import signing

    key = private_key(path)
    public_key = signing.encoded(signing.public_key(key))
    return lambda text: (public_key, signing.encoded(signing.sign(key, text)))


def _standing(manifest: Manifest) -> list[FileLine]:
    """Of every file that is to be there the line that stands, by name."""
    found = [standing(lines) for _, lines in sorted(manifest.files().items())]
    return [line for lines in found for line in lines if line.sha256 is not None]


def _refuse_broken(manifest: Manifest) -> None:
    for fault in manifest.faults:
        raise BrokenRecord(
            f"{fault.manifest}: at offset {fault.offset}: {fault.message}; "
            "`microfiche verify --fixity` has the rest, and nothing was added"
        )


def _document(
    noted: list[FileLine], added: list[FileLine], late: list[FileLine], seal: str | None
) -> dict[str, Any]:
    return {
        "files": len(noted),
        "bytes": sum(line.bytes for line in noted),
        "added": [{"file": line.file, "sha256": line.sha256} for line in added],
        "late": [line.file for line in late],
        "seal": seal,
    }


def sum_line(line: FileLine) -> str:
    """A line of `sha256sum`; a name with a line break is escaped as coreutils does it."""
    escaped = line.file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{chr(92) if escaped != line.file else ''}{line.sha256}  {escaped}"
