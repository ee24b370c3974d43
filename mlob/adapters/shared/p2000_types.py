"""What a P2000 line is about: words of the pager -> a short list of categories of our own.

The words are those of the landelijke meldingsclassificaties (LMC) and of the control rooms' own
shorthand as they appear on air (DOMAIN 4.2 and 5.1).
"""

from __future__ import annotations

import re
from enum import StrEnum

__all__ = ["Category", "Kindred", "type_of"]


class Category(StrEnum):
    """What an incident is about, in one word."""

    BRAND = "brand"
    BRANDMELDING = "brandmelding"
    ONGEVAL = "ongeval"
    MEDISCH = "medisch"
    WATERONGEVAL = "waterongeval"
    WATEROVERLAST = "wateroverlast"
    STORMSCHADE = "stormschade"
    GEVAARLIJKE_STOFFEN = "gevaarlijke stoffen"
    EXPLOSIE = "explosie"
    DIENSTVERLENING = "dienstverlening"
    DIEREN = "dieren"
    NUTSVOORZIENING = "nutsvoorziening"
    VERKEER = "verkeer"
    OPENBARE_ORDE = "openbare orde"
    ASSISTENTIE = "assistentie"
    PARAATHEID = "paraatheid"


Kindred = tuple[Category, re.Pattern[str]]

_WORDS: tuple[tuple[Category, str], ...] = (
    (Category.BRANDMELDING, r"autom(?:\.|atische?)? ?(?:brand(?:melding|alarm)?|alarm)(?: oms)?"),
    (Category.BRANDMELDING, r"oms(?: melding)?|pac brand|handmelder|rookmelder|brandmelding"),
    (Category.ASSISTENTIE, r"ass(?:\.|istentie) ?(?:ambu(?:lance)?|politie|pol|brandweer|derden)?"),
    (Category.ASSISTENTIE, r"tilassistentie|afhijsen|heli(?: inzet)?|mmt(?: inzet)?|spoed ambu"),
    (Category.ONGEVAL, r"ongeval|ong\.|aanrijding|verkeersongeval|kop-staart|letsel"),
    (Category.MEDISCH, r"ggb(?: inzet)?|reanimatie|onwel(?:wording)?|hartfalen|gezondheid"),
    (Category.MEDISCH, r"bevalling|valpartij"),
    (Category.WATERONGEVAL, r"pers(?:oon|\.) te water|persoon in water|drenkeling|(?:vtg|voertuig) te water"),
    (Category.WATERONGEVAL, r"waterongeval|ijsongeval|schip|vaartuig in problemen|zwemmer(?: in problemen)?"),
    (Category.WATERONGEVAL, r"surfer(?: in problemen)?|kitesurfer(?: in problemen)?|boot in problemen"),
    (Category.WATERONGEVAL, r"zeilboot in problemen|motorboot in problemen|vermist vaartuig|vermist schip"),
    (Category.OPENBARE_ORDE, r"verdachte (?:situatie|omstandigheden)|winkeldiefstal|straatroof|vermist"),
    (
        Category.WATEROVERLAST,
        r"wateroverlast|water ?schade|overstroming|hoogwater|dijk(?:bewaking|doorbraak)",
    ),
    (Category.STORMSCHADE, r"storm(?:schade| ?en wateroverlast)?|boom op (?:weg|woning)|omgevallen boom"),
    (Category.GEVAARLIJKE_STOFFEN, r"stank/hind\. lucht|stank|gaslucht|gaslek(?:kage)?"),
    (Category.GEVAARLIJKE_STOFFEN, r"co-?melder|co-?vergift(?:iging)?|lekkage|met(?:en|ing)|milieu|ibgs"),
    (Category.GEVAARLIJKE_STOFFEN, r"gev(?:aarlijke|\.) ?stof(?:fen|\.)?"),
    (Category.EXPLOSIE, r"explosie(?:f|ven)?|ontploffing|bomm?elding|verdacht object"),
    (Category.DIENSTVERLENING, r"dv|dienstverlening|liftopsluiting|buitensluiting|afsluiting|nacontrole"),
    (Category.DIENSTVERLENING, r"hulpverlening|hv|persoon in nood|evacuatie|ontruiming"),
    (Category.DIENSTVERLENING, r"opsluiting|insluiting|verontreiniging|afhijsing|persoon vast"),
    (Category.DIEREN, r"dier(?:en)?(?: in nood| te water)?|paard|koe"),
    (Category.NUTSVOORZIENING, r"uitval nutsvoorz\.?|stroomstoring|gasstoring|waterstoring|nutsvoorz\.?"),
    (Category.VERKEER, r"verkeersstremming|verkeer|stremming|file|wegafzetting|passage ambulance"),
    (Category.VERKEER, r"gladheid|spookrijder|brugopening"),
    (Category.OPENBARE_ORDE, r"steekpartij|steekincident|schietincident|ruzie/twist|ontvoering"),
    (Category.OPENBARE_ORDE, r"achtervolging|vechtpartij|overval|inbraak|diefstal|schietpartij|vermissing"),
    (Category.OPENBARE_ORDE, r"bezitsaantasting|veiligheid|verwarde? persoon|ruzie|bedreiging|vernieling"),
    (
        Category.OPENBARE_ORDE,
        r"aanhouding|demonstratie|overlast|mishandeling|huiselijk geweld|zoekactie",
    ),
    (
        Category.PARAATHEID,
        r"herbez(?:etting|et\.?|\.)?(?:/kazerneren)?|kazerneren|posten|vws|voorwaardenscheppend",
    ),
    (Category.PARAATHEID, r"geplande actie|restdekking|stand-?by"),
    (
        Category.BRAND,
        r"(?:br\.?|brand|buitenbrand|binnenbrand|woningbrand|gebouwbrand|autobrand|natuurbrand)",
    ),
    (
        Category.BRAND,
        r"bermbrand|containerbrand|brandgerucht|schoorsteenbrand|rook(?:ontwikkeling)?|nablussen",
    ),
    (Category.BRAND, r"voertuigbrand|prullenbakbrand|industriebrand|bosbrand|heidebrand|duinbrand"),
)

# What may follow the first word and still say what it is, not where: objects and LMC levels 2 and 3.
_TAIL = re.compile(
    r"(?:(?:[ ](?!(?-i:Flat|Station|School|Bedrijf|Winkel|Kantoor|Tunnel|Ziekenhuis)[ ](?-i:[A-Z]))"
    r"|[ ]?[/,+-][ ]?)"
    r"(?:wegvervoer|wegverv\.?|spoorvervoer|scheepvaart|luchtvaart|water|letsel"
    r"|materieel|materiele schade|beknelling|bekneld|voertuig|te water|schip|watersp\.?|watersport"
    r"|in problemen|personen|persoon|aan derden|derden|woning|woongebouw|flat|gebouw|bijgebouw|schuur|garage"
    r"|industrie|bedrijf|winkel|kantoor|horeca|onderwijs|school|gezondheidszorg|ziekenhuis|bijeenkomst|sport|logies|cel"
    r"|agrarisch|boerderij|stal|kas|afval|rommel|container|berm|bosschage|bos|heide|duin|veen|natuur|riet|gras|buiten"
    r"|auto|vrachtauto|bus|trein|tram|vaartuig|schoorsteen|dak|kelder|meterkast|energie|station|tunnel"
    r"|tankstation|opslag|brandbare vloeistof|gas|oms|brand|alarm|melder|nutsvoorz\.?|stroom|riool|dier"
    r"|groot|klein|middel|onbekend|overig|algemeen|eenzijdig|fiets|bromfiets|motor|voetganger)(?![\w-])"
    r"|[ /](?-i:(?!(?:van|de|den|der|het|te|ten|ter|in|aan|op|bij|graag)\b)[a-z][a-z./]{2,})(?![\w-]))+",
    re.IGNORECASE,
)

KINDREDS: tuple[Kindred, ...] = tuple(
    (category, re.compile(rf"(?:{words})(?![\w-])", re.IGNORECASE)) for category, words in _WORDS
)

_OPENING = re.compile(r"(?:^|\||\(\?:)([a-z])")
"""The letter with which an alternative may begin; inner ones are found too, which only costs a look."""

_BY_LETTER: dict[str, list[Kindred]] = {
    letter: [
        kindred
        for kindred, (_, words) in zip(KINDREDS, _WORDS, strict=True)
        if letter in _OPENING.findall(words)
    ]
    for letter in "abcdefghijklmnopqrstuvwxyz"
}

_ANY = re.compile(rf"(?<![\w-])(?:{'|'.join(words for _, words in _WORDS)})(?![\w-])", re.IGNORECASE)


def type_of(text: str, *, anywhere: bool = False) -> tuple[Category, int, int] | None:
    """The category of a line without its head, and where the words that say so start and end.

    They stand first; with `anywhere` they may also stand behind the place.
    """
    first = _ANY.search(text) if anywhere else _ANY.match(text)
    if first is None:
        return None
    start = first.start()
    likely = _BY_LETTER.get(text[start].casefold(), KINDREDS)
    found = [(match.end(), category) for category, words in likely if (match := words.match(text, start))]
    end, category = max(found, key=lambda item: item[0])
    tail = _TAIL.match(text, end)
    return category, start, tail.end() if tail else end
