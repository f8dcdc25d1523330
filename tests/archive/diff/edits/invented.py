"""Invented articles in many languages, two of each, for proofs where no other articles are.

They stand in invented/: the first line is the headline, a blank line stands between blocks, `- `
begins the items of a list.
"""

from __future__ import annotations

from pathlib import Path

from archive.records import Article, Block, Body, Image, ReadBy

_FOLDER = Path(__file__).parent / "invented"


def invented() -> list[tuple[str, Article]]:
    """(name, article), in a fixed order; every second one has two photos."""
    return [
        (f"invented/{path.stem}", _article(*path.stem.split("-"), path.read_text("utf-8")))
        for path in sorted(_FOLDER.glob("*.txt"))
    ]


def _article(language: str, number: str, text: str) -> Article:
    first, *rest = text.strip().split("\n\n")
    blocks = tuple(_block(part) for part in rest)
    return Article(
        reading=ReadBy(reader="1", layout="generic"),
        article_id=f"{language}{number}".ljust(24, "0"),
        url=f"https://{language}{number}.courier.example/a",
        headline=first.removeprefix("## "),
        alternative_headline=rest[-1].split("\n")[0],
        in_language=language,
        body=Body(blocks=blocks),
        image=_images(blocks) if number == "0" else (),
    )


def _block(text: str) -> Block:
    if text.startswith("- "):
        items = tuple(line.removeprefix("- ") for line in text.split("\n"))
        return Block(type="list", text="\n".join(items), ordered=False, items=items)
    return Block(type="paragraph", text=text)


def _images(blocks: tuple[Block, ...]) -> tuple[Image, ...]:
    return tuple(
        Image(
            id=f"img-{number}",
            content_url=f"https://pictures.example/photo-{number}.jpg",
            caption=(blocks[-number].text or "").split("\n")[0],
            credit_text=("Kim Roe", "Jo Lind")[number - 1],
        )
        for number in (1, 2)
    )
