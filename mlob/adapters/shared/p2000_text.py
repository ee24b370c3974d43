"""The text of a page while it is read: parts that are understood are blanked, positions stay."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["STREET_ENDING", "Text", "is_year", "without_house_numbers"]

STREET_ENDING = (
    r"(?:straat|str\.?|weg|laan|plein|singel|kade|dijk|gracht|hof|pad|park|dreef|steeg|baan|plantsoen|burg"
    r"|wal|markt|kamp|akker|veld|erf|haven|brug|sluis|tunnel|ring|allee|boulevard|kwartier|oever|rade|meent"
    r"|heuvel|berg|wijk|poort|werf|polder|donk|horst|hoek|zoom|bos|hage|gaarde|tuin|dam|sloot|vaart|kanaal"
    r"|vliet|beek|passage|promenade|esplanade|pier|strjitte|dyk|leane|reed|buorren|feart|plaats|plas|borg|hoeve|plats|wei|weide|waard|ven|heide|es|brink|wetering|rijn|maas)"
)
"""What Dutch street names end in; enough to tell a street from the name of an object before it."""

_TOKEN = re.compile(r"[^\s()]+")
_DIGIT = re.compile(r"[0-9]")
_ORDINAL = re.compile(r"[0-9]{1,2}e")
_STREET = re.compile(rf"\S*{STREET_ENDING}(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"1[5-9][0-9]{2}(?:-[0-9]{2,4})?")
_COUNTED = re.compile(r"grip|nbb|prio|code|fase", re.IGNORECASE)
"""What is counted in pages beside houses."""
_YEAR_NAME = re.compile(r"(?:\S*plein|\S*boulevard|laan|park)", re.IGNORECASE)
_LABEL = re.compile(r"(?:huis)?(?:nr|no|nummer)\.?:?|#|app(?:\.|artement)?|kamer|k\.?", re.IGNORECASE)
_ADDITION = re.compile(
    r"[-/]|[a-z]|bis|hs|huis|i{1,3}|iv|vi?|etage|verdieping|verd\.?|hoog|begane|grond|links|rechts|boven|beneden",
    re.IGNORECASE,
)


class Text:
    """A page's text (`whole`) and what of it is not understood yet (`left`, of the same length).

    Most patterns are of words that few pages have. `signs` are strings, in lower case, one of which
    every match of a pattern holds: a look for them costs a tenth of the search that it spares.
    """

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.left = whole
        self._folded = whole.casefold()
        self._remarks: list[tuple[int, int]] = []

    def holds(self, *signs: str) -> bool:
        """Whether one of `signs` stands in the text; True when there are none to look for."""
        for sign in signs:
            if sign in self._folded:
                return True
        return not signs

    def says(self, pattern: re.Pattern[str], *signs: str) -> bool:
        """Whether the pattern is in the whole text, taken or not."""
        return self.holds(*signs) and pattern.search(self.whole) is not None

    def take(self, pattern: re.Pattern[str], *signs: str) -> re.Match[str] | None:
        """The first match in what is left, which is blanked."""
        return self._blanked(pattern.search(self.left)) if self.holds(*signs) else None

    def take_start(self, pattern: re.Pattern[str], *signs: str) -> re.Match[str] | None:
        """The match with which what is left begins (after blanks), which is blanked."""
        if not self.holds(*signs):
            return None
        return self._blanked(pattern.match(self.left, len(self.left) - len(self.left.lstrip())))

    def take_all(self, pattern: re.Pattern[str], *signs: str) -> list[re.Match[str]]:
        """Every match in what is left; all are blanked."""
        if not self.holds(*signs):
            return []
        found = list(pattern.finditer(self.left))
        for match in found:
            self._blanked(match)
        return found

    def set_aside(self, pattern: re.Pattern[str], *signs: str) -> list[re.Match[str]]:
        """As `take_all`, for free remarks: a house number may still stand in them."""
        found = self.take_all(pattern, *signs)
        self._remarks += (match.span() for match in found)
        return found

    def blank(self, start: int, end: int) -> None:
        """Understood: from `start` to `end`."""
        self.left = self.left[:start] + " " * (end - start) + self.left[end:]

    def without_house_numbers(self) -> str:
        """The whole text without the numbers in it that were not understood as something else."""
        unread = self.left
        for start, end in self._remarks:
            unread = unread[:start] + self.whole[start:end] + unread[end:]
        return _cut(self.whole, _house_numbers(unread))

    def _blanked(self, match: re.Match[str] | None) -> re.Match[str] | None:
        if match is not None:
            self.blank(match.start(), match.end())
        return match


def without_house_numbers(text: str) -> str:
    """The words of a street or object without any number that is not part of a street's name."""
    return _cut(text, _house_numbers(text))


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in spans:
        kept.append(text[position:start])
        position = end
    return " ".join(("".join(kept) + text[position:]).split())


def is_year(words: Sequence[str], index: int) -> bool:
    """Whether a word is the year in a street's name ("Boulevard 1945")."""
    return index > 0 and bool(_YEAR.fullmatch(words[index]) and _YEAR_NAME.fullmatch(words[index - 1]))


def _house_numbers(text: str) -> list[tuple[int, int]]:
    """Where numbers stand, with the label before and the addition behind ("nr 12 bis"), in order."""
    if not _DIGIT.search(text):
        return []
    tokens = list(_TOKEN.finditer(text))
    words = [token[0].strip(",;:") for token in tokens]
    found: list[tuple[int, int]] = []
    behind = False
    for index, token in enumerate(tokens):
        if _is_house_number(words, index):
            if index and _LABEL.fullmatch(words[index - 1]) and not behind:
                found.append(tokens[index - 1].span())
            behind = True
        else:
            behind = behind and _ADDITION.fullmatch(words[index]) is not None
        if behind:
            found.append(token.span())
    return found


def _is_house_number(words: Sequence[str], index: int) -> bool:
    word = words[index]
    if not _DIGIT.search(word) or is_year(words, index):
        return False
    if index and _COUNTED.fullmatch(words[index - 1].lstrip("(")):
        return False
    following = words[index + 1 : index + 3]
    return not (_ORDINAL.fullmatch(word) and any(_STREET.fullmatch(other) for other in following))
