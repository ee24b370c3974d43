"""Words of invented reports: streets, kinds of incident and how each discipline puts them."""

from __future__ import annotations

import msgspec

from mlob.model import Discipline

__all__ = ["CHANNELS", "NOTES", "SORTS", "STORM", "STREETS", "TESTS", "Sort"]

_NAMES = """
Kerkstraat Dorpsstraat Schoolstraat Molenstraat Stationsstraat Molenweg Julianastraat Parallelweg
Nieuwstraat Wilhelminastraat Sportlaan Industrieweg Beatrixstraat Eikenlaan Beukenlaan Kastanjelaan
Lindelaan Wilgenstraat Populierenlaan Esdoornstraat Berkenlaan Acacialaan Meidoornlaan Elzenstraat
Iepenlaan Dennenweg Vlierstraat Kerkweg Hoofdstraat Raadhuisstraat Marktstraat Markt Kerkplein
Raadhuisplein Stationsplein Stationsweg Dorpsplein Brink Havenstraat Haven Havenkade Waterstraat
Kanaalweg Kanaalstraat Vaartweg Dijkstraat Zeedijk Lekdijk Maasdijk Rivierweg Veerweg Veerstraat
Brugstraat Sluisweg Kade Noorderkade Zuiderkade Oosterkade Westerkade Noordeinde Zuideinde Oosteinde
Westeinde Noorderweg Zuiderweg Oosterweg Westerweg Achterweg Achterstraat Voorstraat Langestraat
Kortestraat Hogeweg Lageweg Bovenweg Benedenweg Binnenweg Buitenweg Middenweg Singel Parkweg
Parklaan Parkstraat Plantsoen Plantsoenlaan Boslaan Bosweg Bosstraat Heideweg Heidelaan Veldweg
Veldstraat Akkerweg Akkerstraat Weideweg Beemdstraat Broekweg Broekstraat Veenweg Turfstraat Zandweg
Zandstraat Kleiweg Leemweg Steenweg Steenstraat Grintweg Tramstraat Spoorstraat Spoorlaan
Fabrieksstraat Ambachtsweg Handelsweg Nijverheidsweg Energieweg Techniekweg Transportweg
Expeditieweg Ondernemersweg Bedrijvenweg Magazijnstraat Smidsstraat Bakkerstraat Slagersweg
Kuiperstraat Wagenmakerstraat Weversstraat Spinnerstraat Klompenmakersweg Leerlooierstraat
Prins_Bernhardstraat Prins_Hendriklaan Prinses_Irenestraat Prinses_Margrietlaan Koningin_Emmastraat
Oranjestraat Oranjelaan Nassaustraat Nassaulaan Willem_de_Zwijgerlaan Prins_Mauritsstraat Koningsweg
Hertogstraat Gravenstraat Burgemeester_Jansenlaan Burgemeester_Smitstraat Burg._de_Vriesweg
Pastoor_Hendriksstraat Pastoor_van_Kesselstraat Dominee_Bakkerlaan Dr._Visserstraat
Dokter_Meijerlaan Mr._Postweg Notaris_Kokstraat Rembrandtstraat Rembrandtlaan Vermeerstraat
Frans_Halsstraat Jan_Steenstraat Van_Goghstraat Van_Goghlaan Mondriaanlaan Jeroen_Boschstraat
Vondelstraat Vondellaan Bilderdijkstraat Multatulistraat Joost_van_den_Vondelweg Beethovenlaan
Mozartstraat Bachlaan Brahmsstraat Tulpstraat Rozenstraat Rozenlaan Anjerstraat Lelielaan Irisstraat
Dahliastraat Narcisstraat Goudsbloemstraat Klaproosweg Korenbloemstraat Boterbloemlaan Merelstraat
Merellaan Lijsterstraat Spechtstraat Vinkenlaan Zwaluwstraat Nachtegaallaan Uilenstraat Reigerstraat
Valkstraat Eksterlaan Kievitstraat Meeuwenlaan Hazenpad Reeweg Vossenlaan Egelstraat Dassenweg
Otterpad Snoekstraat Baarsweg Karperlaan Diamantstraat Robijnlaan Saffierstraat Smaragdlaan
Granaatstraat Europalaan Europaweg Amerikalaan Churchilllaan Rooseveltlaan Kennedylaan Marshallweg
Vrijheidslaan Bevrijdingsstraat Ringbaan_Noord Ringbaan_Zuid Ringweg Provincialeweg Rijksweg
Rijksstraatweg Randweg Zuidelijke_Rondweg Griend Hoeve De_Hoef De_Wieken De_Schans 't_Hof Het_Zand
De_Meent Laan_van_Europa Laan_van_de_Vrede Achter_de_Kerk Op_den_Berg Onder_de_Linden Aan_de_Vaart
Amsterdamseweg Utrechtseweg Rotterdamseweg Arnhemseweg Haagweg Bredaseweg Zwolseweg Deventerweg
"""
STREETS = tuple(name.replace("_", " ") for name in _NAMES.split())
"""Ordinary names, an underscore for a blank; those called after another town stand last."""


class Sort(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of incident: how often among those that several report, and what each channel calls it.

    `lmc` is the classification in three levels; `codes` the categories of EMSI; `who` the channels
    that report it, with how eagerly; `road`: on a motorway as often as not.
    """

    weight: float
    fire: tuple[str, ...] = ()
    police: tuple[str, ...] = ()
    lmc: str = ""
    codes: str = ""
    event: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    council: tuple[str, ...] = ()
    who: dict[str, float]
    road: bool = False


def _who(**channels: float) -> dict[str, float]:
    return channels


SORTS: dict[str, Sort] = {
    "woning": Sort(
        weight=10,
        fire=("BR woning", "BR woning", "BR woning (schoorsteen)", "BR bijgebouw"),
        police=("Brand woning", "Brand/Woning", "Ass. Brandweer"),
        lmc="Brand/Gebouw/Woning",
        codes="FIR",
        event=("Woningbrand", "Brand woning", "Gebouwbrand"),
        people=("Er komt rook uit een huis", "Brand in een woning", "Vlammen uit het dak van de buren"),
        council=("Woningbrand", "Brand in woonhuis"),
        who=_who(brw=6, ambu=3, pol=3, emsi_brw=2, emsi_pol=1, gem=2, phone=2),
    ),
    "industrie": Sort(
        weight=4,
        fire=("BR industrie", "BR gebouw", "BR bedrijf (opslag)"),
        police=("Brand gebouw", "Verkeersstremming"),
        lmc="Brand/Gebouw/Industrie",
        codes="FIR",
        event=("Brand industrie", "Grote brand bedrijfspand"),
        people=("Grote zwarte rookwolk boven het bedrijventerrein", "Fabriek staat in brand"),
        council=("Grote brand, rook over woonwijk", "Bedrijfsbrand"),
        who=_who(brw=9, ambu=2, pol=3, emsi_brw=4, emsi_pol=2, emsi_ghor=1, gem=3, phone=3, defensie=0.5),
    ),
    "container": Sort(
        weight=3,
        fire=("BR container", "BR afval", "Buitenbrand afval/rommel", "BR container (ondergronds)"),
        police=("Brand container", "Vernieling"),
        lmc="Brand/Buitenbrand/Container",
        codes="FIR",
        event=("Containerbrand", "Buitenbrand"),
        people=("Container in brand", "Jongeren steken afval aan"),
        council=("Brandende containers",),
        who=_who(brw=5, pol=2, emsi_brw=1, phone=1, gem=0.5),
    ),
    "voertuig": Sort(
        weight=4,
        fire=("BR wegvervoer", "BR wegvervoer (Auto)", "BR vrachtauto"),
        police=("Brand voertuig", "Verkeersstremming"),
        lmc="Brand/Wegvervoer/Auto",
        codes="FIR",
        event=("Voertuigbrand", "Autobrand"),
        people=("Auto in brand", "Brandende vrachtwagen"),
        council=("Autobrand",),
        who=_who(brw=5, pol=3, emsi_brw=1, emsi_pol=1, phone=1),
        road=True,
    ),
    "natuur": Sort(
        weight=4,
        fire=("BR berm/bosschage", "BR bos", "BR heide", "(Pel. GW NBB 1) BR bos (Uitbr.: hoog)"),
        police=("Brand natuur", "Verkeersstremming"),
        lmc="Brand/Natuur/Bos",
        codes="FIR",
        event=("Natuurbrand", "Heidebrand"),
        people=("Rook boven het bos", "De heide staat in brand"),
        council=("Natuurbrand, camping wordt ontruimd", "Natuurbrand"),
        who=_who(brw=8, pol=2, emsi_brw=3, gem=2, phone=2, defensie=3),
    ),
    "ongeval": Sort(
        weight=14,
        fire=("Ongeval wegvervoer letsel", "Ongeval wegvervoer beknelling", "HV wegvervoer"),
        police=("Ongeval wegvervoer letsel", "Aanrijding letsel", "Letsel"),
        lmc="Ongeval/Wegvervoer/Letsel",
        codes="TRP",
        event=("Verkeersongeval met letsel", "Ongeval wegvervoer", "Aanrijding letsel"),
        people=("Aanrijding met gewonden", "Twee auto's op elkaar", "Fietser aangereden"),
        council=("Ernstig verkeersongeval",),
        who=_who(brw=4, ambu=6, pol=6, emsi_pol=2, emsi_ghor=1, phone=2, gem=0.3),
        road=True,
    ),
    "water": Sort(
        weight=3,
        fire=("Persoon te water", "Voertuig te water", "Waterongeval"),
        police=("Persoon te water", "Ongeval water"),
        lmc="Ongeval/Wegvervoer/Voertuig te water",
        codes="HLT",
        event=("Persoon te water", "Drenkeling"),
        people=("Iemand in het water gevallen", "Auto in de sloot gereden"),
        council=("Persoon te water",),
        who=_who(brw=5, ambu=4, pol=3, knrm=2, emsi_brw=2, phone=2),
    ),
    "gas": Sort(
        weight=6,
        fire=("Gaslucht", "Stank/hind. lucht", "Stank/hind. lucht (buiten)", "Gaslekkage (buiten)"),
        police=("Gaslucht", "Milieu"),
        lmc="Milieu/Stank/Gaslucht",
        codes="POL",
        event=("Gaslekkage", "Gevaarlijke stof vrijgekomen"),
        people=("Sterke gaslucht op straat", "Gasleiding geraakt bij graafwerk"),
        council=("Ontruiming wegens gaslek", "Gaslek"),
        who=_who(brw=5, pol=2, emsi_brw=2, gem=3, phone=2, ambu=0.7, water=0.4),
    ),
    "explosie": Sort(
        weight=4,
        fire=("Explosie", "BR woning (explosie)"),
        police=("Explosie", "Verdacht object", "Vernieling explosief"),
        lmc="Veiligheid/Explosie/Woning",
        codes="EXP",
        event=("Explosie", "Explosie bij woning"),
        people=("Harde knal, ramen eruit", "Explosie bij de buren"),
        council=("Explosie, bewoners opgevangen",),
        who=_who(brw=3, pol=6, ambu=2, emsi_pol=3, gem=2, phone=3, defensie=2),
    ),
    "reanimatie": Sort(
        weight=8,
        fire=("Reanimatie", "Ass. Ambu (tilassistentie)", "Ass. Ambu"),
        police=("Reanimatie", "Ass. Ambulance"),
        lmc="Gezondheid/Reanimatie",
        codes="HLT",
        event=("Reanimatie", "Onwelwording"),
        people=("Man onwel op straat", "Iemand ligt bewusteloos"),
        council=("Reanimatie",),
        who=_who(brw=4, ambu=8, pol=3, emsi_ghor=1),
    ),
    "geweld": Sort(
        weight=4,
        fire=("Ass. Politie",),
        police=("Steekpartij", "Vechtpartij", "Schietincident", "Steekincident"),
        lmc="Veiligheid/Geweld/Steekpartij",
        codes="PSW",
        event=("Steekincident", "Geweld met letsel"),
        people=("Vechtpartij met messen", "Er wordt geschoten"),
        council=("Ernstig geweldsincident, onrust in de wijk",),
        who=_who(pol=8, ambu=5, emsi_pol=2, phone=2, gem=0.7),
    ),
    "vermissing": Sort(
        weight=2,
        fire=("Zoekactie", "Ass. Politie"),
        police=("Vermissing", "Zoekactie"),
        lmc="Veiligheid/Vermissing/Persoon",
        codes="PSW",
        event=("Vermissing kwetsbaar persoon",),
        people=("Kind is zoek", "Oudere man wordt vermist"),
        council=("Vermist kind, zoekactie met vrijwilligers",),
        who=_who(pol=5, brw=2, emsi_pol=2, gem=1, phone=1, defensie=0.7),
    ),
    "stroom": Sort(
        weight=2,
        fire=("Uitval nutsvoorz. (elektriciteit)", "Liftopsluiting", "Stroomstoring"),
        police=("Stroomstoring", "Uitval nutsvoorz."),
        lmc="Dienstverlening/Nutsvoorzieningen/Stroom",
        codes="ASR",
        event=("Stroomuitval", "Uitval nutsvoorziening"),
        people=("Hele wijk zonder stroom", "Verkeerslichten uit"),
        council=("Stroomuitval, zorginstellingen getroffen", "Stroomstoring"),
        who=_who(brw=4, pol=2, emsi_brw=2, gem=4, phone=2, water=0.5),
    ),
    "wateroverlast": Sort(
        weight=3,
        fire=("Wateroverlast", "Dijkbewaking", "Wateroverlast (kelder)"),
        police=("Wateroverlast", "Verkeersstremming"),
        lmc="Dienstverlening/Wateroverlast/Woning",
        codes="FLD",
        event=("Wateroverlast", "Overstroming"),
        people=("Water komt de huizen binnen", "Straat staat blank"),
        council=("Wateroverlast, zandzakken nodig", "Opvang wegens wateroverlast"),
        who=_who(brw=6, pol=1, emsi_brw=2, gem=4, phone=3, water=5, defensie=1),
    ),
    "boom": Sort(
        weight=2,
        fire=("Stormschade", "Boom op weg", "Stormschade (omgevallen boom)"),
        police=("Boom op weg", "Verkeersstremming"),
        lmc="Dienstverlening/Stormschade/Boom",
        codes="ASR",
        event=("Stormschade", "Omgevallen boom"),
        people=("Boom op een auto gewaaid", "Boom over de weg", "Dakpannen op straat"),
        council=("Omgewaaide bomen", "Stormschade"),
        who=_who(brw=7, pol=2, emsi_brw=1, gem=3, phone=3, water=0.5),
    ),
}

STORM = ("wateroverlast", "boom")
"""What one storm brings to a hundred addresses at once."""

TESTS = (
    "TESTOPROEP MOB",
    "TESTOPROEP HOOFDSYSTEEM",
    "Wekelijks proefalarm Veiligheidsregio {region}.",
    "Test: dit is een testbericht",
    "P 5 (proefalarm) Geplande actie Meldkamer {town}",
    "Oefening {group}-OTO-310 BR gebouw {street} {town}",
    "Oefening - GGB inzet",
)
NOTES = (
    "Graag telefonisch contact meldkamer",
    "Telefonisch contact meldkamer brandweer",
    "Graag posten {town}",
    "graag telefonisch contact mkb",
    "fijne dienst allemaal",
    "HELI WORDT GEANNULEERD",
    "SPOED AMBU",
    "P 2 Herbezet./kazerneren Kazerne {town} {street} {town}",
    "A2 {town} VWS",
    "er Group Talk",
)
"""Pages that are about no incident."""

CHANNELS: dict[str, Discipline] = {
    "brw": Discipline.BRANDWEER,
    "ambu": Discipline.GHOR,
    "pol": Discipline.POLITIE,
    "knrm": Discipline.OVERIG,
    "emsi_brw": Discipline.BRANDWEER,
    "emsi_pol": Discipline.POLITIE,
    "emsi_ghor": Discipline.GHOR,
    "gem": Discipline.GEMEENTEN,
    "phone": Discipline.GEMEENTEN,
    "water": Discipline.OVERIG,
    "defensie": Discipline.DEFENSIE,
}
"""Who speaks through a channel; a telephone report names whom the caller spoke for."""
