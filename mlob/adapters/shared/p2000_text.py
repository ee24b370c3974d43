"""The text of a page while it is read: parts that are understood are blanked, positions stay."""

from __future__ import annotations

import re

__all__ = ["HOUSE_NUMBER", "STREET_ENDING", "Text"]

STREET_ENDING = (
    r"(?:straat|str\.?|weg|laan|plein|singel|kade|dijk|gracht|hof|pad|park|dreef|steeg|baan|plantsoen|burg"
    r"|wal|markt|kamp|akker|veld|erf|haven|brug|sluis|tunnel|ring|allee|boulevard|kwartier|oever|rade|meent"
    r"|heuvel|berg|wijk|poort|werf|polder|donk|horst|hoek|zoom|bos|hage|gaarde|tuin|dam|sloot|vaart|kanaal"
    r"|vliet|beek|plaats|plas|borg|hoeve|plats|wei|weide|waard|ven|heide|es|brink|wetering|rijn|maas)"
)
"""What Dutch street names end in; enough to tell a street from the name of an object before it."""

HOUSE_NUMBER = re.compile(
    rf"(?<![\w,.'’/-])(?![0-9]{{1,2}}e(?:\s+\S+){{0,2}}?\s+\S*{STREET_ENDING}(?!\w))"
    r"(?:(?:huis)?(?:nr|nummer)\.?\s*)?[0-9]{1,5}"
    r"(?:\s?[-/]?\s?(?:bis|hs|huis|I{1,3}|IV|[A-Za-z]{1,2}|[0-9]{1,4}))?(?![\w,])",
    re.IGNORECASE,
)
"""A number with its letter or addition; not the ordinal of a street ("2e Dorpsstraat")."""

_YEAR = re.compile(r"1[5-9][0-9]{2}(?!\w)")
_YEAR_NAME = re.compile(r"(?<!\w)(?:plein|boulevard|laan|park)\s+$", re.IGNORECASE)


class Text:
    """A page's text (`whole`) and what of it is not understood yet (`left`, of the same length)."""

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.left = whole
        self._remarks: list[tuple[int, int]] = []

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match in what is left, which is blanked."""
        return self._blanked(pattern.search(self.left))

    def take_start(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match with which what is left begins (after blanks), which is blanked."""
        return self._blanked(pattern.match(self.left, len(self.left) - len(self.left.lstrip())))

    def take_all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Every match in what is left; all are blanked."""
        found = list(pattern.finditer(self.left))
        for match in found:
            self._blanked(match)
        return found

    def set_aside(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """As `take_all`, for free remarks: a house number may still stand in them."""
        found = self.take_all(pattern)
        self._remarks += (match.span() for match in found)
        return found

    def blank(self, start: int, end: int) -> None:
        """Understood: from `start` to `end`."""
        self.left = self.left[:start] + " " * (end - start) + self.left[end:]

    def without_house_numbers(self) -> str:
        """The whole text without the numbers that are left and stand where house numbers stand."""
        kept, position, unread = [], 0, self.left
        for start, end in self._remarks:
            unread = unread[:start] + self.whole[start:end] + unread[end:]
        for match in HOUSE_NUMBER.finditer(unread):
            if is_year_name(unread, match.start()):
                continue
            kept.append(self.whole[position : match.start()])
            position = match.end()
        return " ".join(("".join(kept) + self.whole[position:]).split())

    def _blanked(self, match: re.Match[str] | None) -> re.Match[str] | None:
        if match is not None:
            self.blank(match.start(), match.end())
        return match


def is_year_name(text: str, start: int) -> bool:
    """Whether the number at `start` is the year in a street's name ("Boulevard 1945")."""
    return bool(_YEAR.match(text, start) and _YEAR_NAME.search(text[:start]))
