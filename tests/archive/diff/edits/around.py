"""Edits around the body: headline, standfirst, captions, credits, images."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping

from archive.records import Article, Image
from archive.renditions import image_file
from tests.archive.diff.edits import texts
from tests.archive.diff.edits.draft import Label
from tests.archive.diff.edits.texts import Donor

Made = tuple[Article, set[Label]]
Around = Callable[[random.Random, Article, Donor], Made | None]


def headline(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    edited = texts.light(chance, article.headline or "", donor)
    if edited is None:
        return None
    label = Label("headline_changed", "headline", None, None)
    return dataclasses.replace(article, headline=edited), {label}


def standfirst(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    edited = texts.light(chance, article.alternative_headline or "", donor)
    if edited is None:
        return None
    label = Label("standfirst_changed", "alternative_headline", None, None)
    return dataclasses.replace(article, alternative_headline=edited), {label}


def caption(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    """A word of a caption; or the caption goes."""
    place = _shown(chance, article, lambda image: bool(image.caption))
    if place is None:
        return None
    old = article.image[place].caption or ""
    new = None if chance.random() < 0.2 else texts.light(chance, old, donor)
    if new is None and chance.random() < 0.5:
        return None
    return _with(article, place, caption=new), {Label("caption_changed", "image", place, place)}


def headline_figure(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    """Another figure in the headline."""
    edited = texts.number(chance, article.headline or "", donor)
    if edited is None or len((article.headline or "").split()) < 4:
        return None
    kinds = ("headline_changed", "number_changed")
    labels = {Label(kind, "headline", None, None) for kind in kinds}
    return dataclasses.replace(article, headline=edited), labels


def caption_figure(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    """Another figure in a caption."""
    place = _shown(chance, article, lambda image: _has_figure(image.caption or ""))
    if place is None:
        return None
    edited = texts.number(chance, article.image[place].caption or "", donor)
    if edited is None:
        return None
    kinds = ("caption_changed", "number_changed")
    labels = {Label(kind, "image", place, place) for kind in kinds}
    return _with(article, place, caption=edited), labels


def _has_figure(text: str) -> bool:
    return len(text.split()) >= 4 and any(character.isdecimal() for character in text)


def credit(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    place = _shown(chance, article, lambda image: bool(image.credit_text))
    if place is None or not donor.names:
        return None
    other = chance.choice(donor.names)
    return _with(article, place, credit_text=other), {
        Label("credit_changed", "image", place, place)
    }


def swapped_captions(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    """The captions of two images change places; the images stay."""
    found = [place for place in _alone(article) if article.image[place].caption]
    if len(found) < 2:
        return None
    one, other = chance.sample(found, 2)
    mine, theirs = article.image[one].caption, article.image[other].caption
    if (mine or "").split() == (theirs or "").split():
        return None
    edited = _with(_with(article, one, caption=theirs), other, caption=mine)
    return edited, {Label("caption_changed", "image", place, place) for place in (one, other)}


def replaced(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    """Another file with the same caption."""
    place = _shown(chance, article, lambda image: bool(image.caption))
    if place is None:
        return None
    url = f"https://pictures.example/{chance.randrange(10**9)}/another-photo.jpg"
    return _with(article, place, content_url=url), {Label("image_replaced", "image", place, place)}


def removed(chance: random.Random, article: Article, donor: Donor) -> Made | None:
    """An image goes; of those that a block holds, or of an article none of whose blocks holds any:
    whether another was ever shown cannot be told."""
    refs = {block.ref for block in article.body.blocks if block.type == "image"}
    held = [place for place, image in enumerate(article.image) if image.id in refs]
    places = [place for place in _alone(article) if place in held or not held]
    if not places or (held and len(held) < 2):
        return None
    place = chance.choice(places)
    images = (*article.image[:place], *article.image[place + 1 :])
    label = Label("image_removed", "image", place, None)
    return dataclasses.replace(article, image=images), {label}


def _shown(chance: random.Random, article: Article, wanted: Callable[[Image], bool]) -> int | None:
    places = [place for place in _alone(article) if wanted(article.image[place])]
    return chance.choice(places) if places else None


def _alone(article: Article) -> list[int]:
    """Images whose file and whose caption no other image of the article has."""
    files = [image_file(image.content_url) for image in article.image]
    captions = [image.caption for image in article.image]
    return [
        place
        for place, image in enumerate(article.image)
        if files.count(files[place]) == 1
        and (not image.caption or captions.count(image.caption) == 1)
    ]


def _with(article: Article, place: int, **fields: str | None) -> Article:
    image = dataclasses.replace(article.image[place], **fields)  # type: ignore[arg-type]
    images = (*article.image[:place], image, *article.image[place + 1 :])
    return dataclasses.replace(article, image=images)


ALONE = frozenset({"image removed"})
"""Edits that change the places of other images: nothing else is done to images beside them."""

AROUND: Mapping[str, Around] = {
    "headline": headline,
    "standfirst": standfirst,
    "caption": caption,
    "headline figure": headline_figure,
    "caption figure": caption_figure,
    "credit": credit,
    "captions swapped": swapped_captions,
    "image replaced": replaced,
    "image removed": removed,
}
