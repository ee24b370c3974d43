"""DATEX II in Dutch: what a record is called, of what category it is, and as what it is shown."""

from __future__ import annotations

from mlob.formats.datex2 import Record
from mlob.model import Kind

__all__ = ["BRIDGE", "category", "closure", "kind", "name", "status"]

BRIDGE = "bridgeSwingInOperation"

INCIDENTS = {
    "Accident": ("ongeval", "Ongeval"),
    "VehicleObstruction": ("obstakel", "Stilstaand voertuig"),
    "GeneralObstruction": ("obstakel", "Obstakel op de weg"),
    "EnvironmentalObstruction": ("obstakel", "Obstakel door natuur"),
    "AnimalPresenceObstruction": ("obstakel", "Dieren op de weg"),
    "InfrastructureDamageObstruction": ("obstakel", "Schade aan de weg"),
    "EquipmentOrSystemFault": ("storing", "Storing"),
    "AuthorityOperation": ("optreden", "Optreden van de overheid"),
    "DisturbanceActivity": ("verstoring", "Verstoring"),
}
"""Records of something that happened: traffic elements of the standard that are no state of the traffic."""
AREAS = {
    "AbnormalTraffic": ("file", "File"),
    "MaintenanceWorks": ("werkzaamheden", "Wegwerkzaamheden"),
    "ConstructionWorks": ("werkzaamheden", "Bouwwerkzaamheden"),
    "RoadOrCarriagewayOrLaneManagement": ("maatregel", "Verkeersmaatregel"),
    "GeneralNetworkManagement": ("maatregel", "Verkeersmaatregel"),
    "SpeedManagement": ("maatregel", "Snelheidsmaatregel"),
    "ReroutingManagement": ("maatregel", "Omleiding"),
    "WinterDrivingManagement": ("maatregel", "Wintermaatregel"),
    "GeneralInstructionOrMessageToRoadUsers": ("bericht", "Bericht aan weggebruikers"),
    "PublicEvent": ("evenement", "Evenement"),
    "PoorEnvironmentConditions": ("omstandigheden", "Slecht weer of zicht"),
    "WeatherRelatedRoadConditions": ("omstandigheden", "Wegdek door weer"),
    "NonWeatherRelatedRoadConditions": ("omstandigheden", "Toestand van het wegdek"),
    "GenericSituationRecord": ("overig", "Situatie op de weg"),
}
"""Records of a state of the road or the traffic; so is every type that is not named here."""
WORDS = {
    "accidentInvolvingHazardousMaterials": "Ongeval met gevaarlijke stoffen",
    "vehicleOnWrongCarriageway": "Spookrijder",
    "roadClosed": "Weg afgesloten",
    "carriagewayClosures": "Rijbaan afgesloten",
    "laneClosures": "Rijstrook afgesloten",
    "lanesDeviated": "Rijstroken verlegd",
    "narrowLanes": "Versmalde rijstroken",
    "contraflow": "Tegenverkeer op een rijbaan",
    "singleAlternateLineTraffic": "Om en om rijden",
    "hardShoulderRunningInOperation": "Spitsstrook open",
    "clearALaneForEmergencyVehicles": "Rijstrook vrij voor hulpdiensten",
    "rushHourLaneInOperation": "Spitsstrook open",
    "temporaryTrafficLights": "Tijdelijke verkeerslichten",
    "trafficBeingManuallyDirected": "Verkeersregelaars",
    BRIDGE: "Brugopening",
    "stationaryTraffic": "Stilstaand verkeer",
    "queuingTraffic": "File",
    "slowTraffic": "Langzaam verkeer",
    "heavyTraffic": "Druk verkeer",
    "brokenDownVehicle": "Voertuig met pech",
    "brokenDownHeavyLorry": "Vrachtwagen met pech",
    "abandonedVehicle": "Achtergelaten voertuig",
    "vehicleOnFire": "Voertuig in brand",
    "objectOnTheRoad": "Voorwerp op de weg",
    "shedLoad": "Afgevallen lading",
    "spillageOnTheRoad": "Gelekte stof op de weg",
    "peopleOnRoadway": "Mensen op de weg",
    "fallenTrees": "Omgevallen boom",
    "flooding": "Weg onder water",
    "flashFloods": "Weg onder water",
    "landslips": "Aardverschuiving",
    "seriousFire": "Grote brand",
    "grassFire": "Bermbrand",
    "accidentInvolvingHeavyLorries": "Ongeval met vrachtwagen",
    "accidentInvolvingBuses": "Ongeval met bus",
    "multivehicleAccident": "Kettingbotsing",
    "overturnedHeavyLorry": "Gekantelde vrachtwagen",
    "overturnedTrailer": "Gekantelde aanhanger",
}
"""What the types of a record say more than its element does, the worst first; others are kept as they are."""
CLOSURES = {"roadClosed": "weg", "carriagewayClosures": "rijbaan", "laneClosures": "rijstrook"}
ACTIONS = {
    "requested": "aangevraagd",
    "approved": "gepland",
    "beingImplemented": "wordt ingesteld",
    "implemented": "ingesteld",
    "rejected": "afgewezen",
    "terminationRequested": "einde aangevraagd",
    "beingTerminated": "wordt opgeheven",
}
"""OperatorActionStatusEnum."""
BRIDGES = {
    "requested": "opening aangevraagd",
    "approved": "opening gepland",
    "beingImplemented": "gaat open",
    "implemented": "open",
    "rejected": "gaat niet open",
    "terminationRequested": "gaat dicht",
    "beingTerminated": "gaat dicht",
}


def kind(record: Record) -> Kind:
    """An incident when something happened, else an area."""
    return Kind.INCIDENT if record.type in INCIDENTS else Kind.AREA


def category(record: Record) -> str:
    """One word for what a record is about."""
    values = {value for _, value in record.kinds}
    if BRIDGE in values:
        return "brugopening"
    if "roadClosed" in values or "carriagewayClosures" in values:
        return "afsluiting"
    known = INCIDENTS.get(record.type) or AREAS.get(record.type)
    return known[0] if known else "overig"


def name(record: Record) -> str:
    """What a record is called."""
    values = {value for _, value in record.kinds}
    said = next((word for value, word in WORDS.items() if value in values), None)
    known = INCIDENTS.get(record.type) or AREAS.get(record.type)
    return said or (known[1] if known else record.type)


def closure(record: Record) -> str | None:
    """What is closed: the road, a carriageway, a lane."""
    return next((CLOSURES[value] for _, value in record.kinds if value in CLOSURES), None)


def status(record: Record, state: str) -> str:
    """How it stands: what the operator says of his measure while that is going on, else the state in time."""
    words = BRIDGES if category(record) == "brugopening" else ACTIONS
    return words.get(record.action or "", state) if state == "actueel" else state
