"""A day in the making: incidents, and who says what about them when."""

from __future__ import annotations

from bisect import bisect
from datetime import datetime, timedelta
from random import Random

from mlob.bench import reports_messages as messages
from mlob.bench import reports_pages as pages
from mlob.bench import reports_rates as rates
from mlob.bench.reports_sources import Generated, source
from mlob.bench.reports_words import CHANNELS, NOTES, SORTS, STORM, STREETS, TESTS
from mlob.bench.reports_world import (
    ROADS,
    START,
    Incident,
    Numbers,
    Spot,
    group,
    neighbours,
    on_road,
    pick,
    spot,
    towns,
    within,
)
from mlob.gazetteer import Place
from mlob.model import Discipline, Source
from mlob.regions import names

__all__ = ["Day"]


_URGENCY = ("A1", "A1", "A1", "A2", "A2", "B1", "B2")
_EMERGENCY = ("A1", "A1", "A1", "A2")

_COAST = frozenset({"VR02", "VR10", "VR12", "VR15", "VR17", "VR19"})
"""Regions where the KNRM comes to people in the water."""


class Day:
    """A day in the making: what happened so far, which numbers were given, how sources' clocks stand."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.numbers = Numbers()
        self.happened: list[Incident] = []
        self.clocks: dict[str, float] = {}
        self.made = 0

    def shared(self) -> list[Generated]:
        """An incident that two or more disciplines report."""
        rng = self.rng
        incident = self._incident(self._sort(but=STORM if rng.random() < 0.5 else ()), shared=True)
        who = self._channels(incident)
        size = min(rates.MOST, 1 + int(rng.paretovariate(rates.SIZE_TAIL)) + (rng.random() < 0.5))
        first = pick(rng, who)
        second = pick(
            rng, {name: weight for name, weight in who.items() if CHANNELS[name] is not CHANNELS[first]}
        )
        channels = [first, second, *(pick(rng, who) for _ in range(size - 2))]
        reports = [self._say(incident, name, order, len(channels)) for order, name in enumerate(channels)]
        return reports

    def alone(self) -> list[Generated]:
        """An incident that one discipline reports, once or a few times."""
        rng = self.rng
        incident = self._incident(self._sort(), shared=False)
        name = pick(
            rng, {name: weight for name, weight in self._channels(incident).items() if name != "ambu"}
        )
        again = rng.randint(1, 3) if rng.random() < rates.REPEATED else 0
        reports = [self._say(incident, name, order, 1 + again) for order in range(1 + again)]
        if name == "brw" and rng.random() < rates.WITHDRAWN:
            moment = within(rng, incident.start, 240, 900)
            reports.append(
                self._page(
                    incident.id, moment, "brw", pages.fire(rng, incident, withdrawn=True), incident.spot
                )
            )
        return reports

    def storm(self) -> list[Generated]:
        """A storm over one region: the same words from one town after another, each its own address."""
        rng = self.rng
        middle, name = self._town(), rng.choice(STORM)
        start = START + timedelta(seconds=rng.uniform(0, rates.DAY - 4 * 3600))
        reports: list[Generated] = []
        for _ in range(rng.randint(50, 90)):
            place = rng.choice((middle, middle, *neighbours(middle)))
            incident = self._made(
                name, spot(rng, place), within(rng, start, 0, 10_800), rng.uniform(600, 3600)
            )
            channel = pick(rng, self._channels(incident))
            reports.append(self._say(incident, channel, 0, 1))
            if rng.random() < rates.REPEATED:
                reports.append(self._say(incident, rng.choice((channel, "brw", "phone")), 1, 2))
        return reports

    def ride(self) -> list[Generated]:
        """A ride of an ambulance that is about nothing but a patient."""
        rng = self.rng
        if self.happened and rng.random() < rates.RIDE_BESIDE:
            other = rng.choice(self.happened)
            place, moment = other.spot.place, within(rng, other.start, *rates.RIDE_BESIDE_S)
        else:
            place, moment = self._town(), START + timedelta(seconds=rng.uniform(0, rates.DAY))
        where = spot(rng, place)
        truth, known = self._id("rit", place), pages.record(rng, where)
        reports = [self._ride(truth, moment, known, where, rng.choice(_URGENCY))]
        if rng.random() < rates.RIDE_AGAIN:
            reports.append(self._ride(truth, within(rng, moment, 60, 400), known, where, "A1"))
        return reports

    def nothing(self) -> list[Generated]:
        """A test, an exercise or a note."""
        rng, place = self.rng, self._town()
        moment = START + timedelta(seconds=rng.uniform(0, rates.DAY))
        text = rng.choice(TESTS if rng.random() < 0.5 else NOTES).format(
            region=names()[place.veiligheidsregio],
            town=place.name,
            street=rng.choice(STREETS),
            group=group(place.veiligheidsregio),
        )
        return [self._page(None, moment, "ambu" if text.startswith("A2") else "brw", text, spot(rng, place))]

    def _sort(self, but: tuple[str, ...] = ()) -> str:
        return pick(self.rng, {name: sort.weight for name, sort in SORTS.items()}, but)

    def _town(self) -> Place:
        found, sums = towns()
        return found[bisect(sums, self.rng.uniform(0, sums[-1] - 1))]

    def _incident(self, name: str, *, shared: bool) -> Incident:
        """A new incident; now and then one that is easily taken for an earlier one."""
        rng, chance = self.rng, self.rng.random()
        lasts = rng.uniform(*(rates.LONG_S if shared and rng.random() < rates.LONG else rates.SHORT_S))
        if self.happened and chance < rates.TWIN + rates.SAME_STREET:
            other = rng.choice(self.happened)
            start = within(rng, other.start, *(rates.TWIN_S if chance < rates.TWIN else rates.SAME_STREET_S))
            return self._made(other.name, self._beside(other.spot, twin=chance < rates.TWIN), start, lasts)
        start = START + timedelta(seconds=rng.uniform(0, rates.DAY - lasts))
        if SORTS[name].road and rng.random() < rates.ON_ROAD:
            return self._made(name, on_road(rng, rng.choice(tuple(ROADS))), start, lasts)
        return self._made(name, spot(rng, self._town()), start, lasts)

    def _beside(self, other: Spot, *, twin: bool) -> Spot:
        """Elsewhere in the same town or on the same road, or in the same street of the next town."""
        rng = self.rng
        if other.road:
            return on_road(rng, other.road, other.km + rng.choice((-1, 1)) * rng.uniform(*rates.SAME_ROAD_KM))
        near = neighbours(other.place)
        if twin or not near:
            return spot(rng, other.place)
        return spot(rng, near[0], other.street)

    def _made(self, name: str, where: Spot, start: datetime, lasts: float) -> Incident:
        rng, room = self.rng, group(where.place.veiligheidsregio)
        start = min(max(start, START), START + timedelta(seconds=rates.DAY - lasts))
        reference = self.numbers.incident(room, start)
        if self.happened and rng.random() < rates.SAME_NUMBER:
            other = rng.choice(self.happened)
            if group(other.spot.place.veiligheidsregio) != room:
                reference = other.reference
        incident = Incident(
            id=self._id(name, where.place),
            name=name,
            sort=SORTS[name],
            spot=where,
            start=start,
            lasts=lasts,
            talkgroup=rng.randint(1, 12),
            reference=reference,
        )
        self.happened.append(incident)
        return incident

    def _id(self, name: str, place: Place) -> str:
        self.made += 1
        return f"{name}-{place.name}-{self.made}"

    def _channels(self, incident: Incident) -> dict[str, float]:
        inland = incident.spot.place.veiligheidsregio not in _COAST
        return {name: weight for name, weight in incident.sort.who.items() if not (inland and name == "knrm")}

    def _say(self, incident: Incident, channel: str, order: int, total: int) -> Generated:
        """The report of rank `order` of `total` on an incident, through a channel."""
        rng, moment = self.rng, self._moment(incident, channel, order, total)
        stage = min(4, order // 3) if total > 5 else 0
        if channel == "brw":
            return self._page(
                incident.id, moment, channel, pages.fire(rng, incident, stage=stage), incident.spot
            )
        if channel == "pol":
            return self._page(incident.id, moment, channel, pages.police(rng, incident), incident.spot)
        if channel == "knrm":
            return self._page(incident.id, moment, channel, pages.knrm(rng, incident), incident.spot)
        if channel == "ambu":
            known = pages.record_of(rng, incident, channel)
            return self._ride(incident.id, moment, known, incident.spot, rng.choice(_EMERGENCY))
        return self._message(incident, channel, moment, stage)

    def _message(self, incident: Incident, channel: str, moment: datetime, stage: int) -> Generated:
        """What is said otherwise than by a page."""
        rng, region, speaker = self.rng, incident.spot.place.veiligheidsregio, CHANNELS[channel]
        if channel == "defensie" and rng.random() < rates.ALARMS:
            channel = "cot"
        letterbox = source(channel, region, speaker)
        told = moment + timedelta(seconds=self._clock(letterbox.name))
        self.made += 1
        if channel.startswith("emsi"):
            sender = f"Meldkamer {names()[region]}"
            frame = messages.emsi(incident, told, sender=sender, update=stage)
        elif channel == "phone":
            speaker = rng.choice(letterbox.disciplines)
            frame = messages.phone(rng, incident, told, self.made, speaker)
        else:
            write = {"gem": messages.council, "water": messages.water, "cot": messages.cot}
            frame = write.get(channel, messages.support)(rng, incident, told, self.made)
        return self._received(letterbox, frame, moment, incident.id, speaker, 15.0)

    def _moment(self, incident: Incident, channel: str, order: int, total: int) -> datetime:
        """When a report is made: the first at once, the others over the time that the incident lasts."""
        rng = self.rng
        if channel == "gem":
            return within(
                rng, incident.start, rates.COUNCIL_S[0], max(rates.COUNCIL_S[1], incident.lasts / 2)
            )
        if channel in ("water", "defensie"):
            return within(rng, incident.start, *rates.PARTNER_S)
        if order < 2 or rng.random() < 0.5:
            return within(rng, incident.start, 20 * order, 240 + 60 * min(order, 8))
        return within(rng, incident.start, 300, max(900.0, incident.lasts * (order + 1) / total))

    def _ride(self, truth: str, moment: datetime, known: pages.Record, where: Spot, code: str) -> Generated:
        region = where.place.veiligheidsregio
        number = self.numbers.ride(group(region), moment)
        return self._page(
            truth, moment, "ambu", pages.ambulance(self.rng, known, region, code, number), where
        )

    def _page(self, truth: str | None, moment: datetime, channel: str, body: str, where: Spot) -> Generated:
        rng, place = self.rng, where.place
        digit = {"brw": "0", "ambu": "2", "pol": "3", "knrm": "0"}[channel]
        codes = pages.capcodes(rng, place.veiligheidsregio, digit, place.name, national=channel == "knrm")
        other = rng.random() < rates.OTHER_RECEIVER
        letterbox = source("pages_next" if other else "pages", "", CHANNELS[channel])
        told = moment + timedelta(seconds=self._clock(letterbox.name) / 60)
        write = pages.flex_next if other else pages.flex
        frame = write(rng, told, codes, pages.garbled(rng, body))
        return self._received(letterbox, frame, moment, truth, CHANNELS[channel], 3.0)

    def _received(
        self,
        letterbox: Source,
        frame: bytes,
        moment: datetime,
        truth: str | None,
        speaker: Discipline,
        delay: float,
    ) -> Generated:
        late = self.rng.uniform(*rates.LATE_S) if self.rng.random() < rates.LATE else 0.0
        arrived = moment + timedelta(seconds=self.rng.uniform(0.5, delay) + late)
        return Generated(source=letterbox, frame=frame, received_at=arrived, truth=truth, discipline=speaker)

    def _clock(self, name: str) -> float:
        """How far a source's clock is off, in seconds; always the same."""
        if name not in self.clocks:
            most = rates.CLOCK_S if self.rng.random() < 0.5 else rates.CLOCK_RIGHT_S
            self.clocks[name] = self.rng.uniform(-most, most)
        return self.clocks[name]
