"""How often what goes wrong: the rates of invented reports, each with its reason.

"The sample evening" is 105 FLEX lines of 25 minutes of 1 January 2026; where nothing was counted
the rate is a guess, on the high side, as errors are what the measurement is about.
"""

from __future__ import annotations

DAY = 24 * 3600.0
"""Seconds in which everything happens."""

SHARED = 0.40
"""Reports about incidents that several disciplines report: what is measured, so more than in reality."""
STORMS = 0.08
"""Reports of storms: a storm day of a region is some hundreds of calls, on few days of a year."""
ALONE = 0.20
"""Reports about incidents of one discipline: 29 of the 105 pages of the sample evening."""
NOTHING = 0.08
"""Tests, exercises, notes: 12 of the 105 pages of the sample evening."""
RIDES = 0.24
"""Rides of ambulances, each by itself: 64 of the 105 pages; less here, to leave room for what is shared."""

TWIN = 0.25
"""Incidents put in the town of an earlier one of the same kind: so is it in cities, on busy evenings."""
TWIN_S = (-600.0, 900.0)
"""Between twins: minutes, as on an evening of fires and storms."""
SAME_STREET = 0.10
"""Incidents in the street of that name in the next town: every town has a Kerkstraat."""
SAME_STREET_S = (-1500.0, 1800.0)
"""Within the half hour in which pages are taken for one."""
SAME_ROAD_KM = (1.5, 6.0)
"""Between two accidents on one motorway: the second is often in the tailback of the first."""
RIDE_BESIDE = 0.35
"""Rides in a town where something else happens: most rides are where most people live."""
RIDE_BESIDE_S = (-1200.0, 1800.0)
"""Within the half hour in which pages are taken for one."""
SAME_NUMBER = 0.08
"""Incidents whose number another control room gave that day too: five digits, ten control rooms."""
RIDE_AGAIN = 0.06
"""Rides for which a second ambulance is called: the first cannot come."""

ON_ROAD = 0.5
"""Accidents and burning vehicles on a motorway: 6 of the 10 pages of that kind on the sample evening."""
SECOND_TOWN = 0.3
"""Records of a motorway that name the next town: control rooms take the slip road or what the caller sees."""
KM_OFF = (0.0, 0.0, 0.1, -0.1, 0.3, -0.4, 1.2, -2.0)
"""How far the kilometre of a record is off: the caller has driven on, or stands in the tailback."""

LONG = 0.12
"""Shared incidents that last for hours: fires with smoke, searches, what gets a GRIP level."""
LONG_S = (2 * 3600.0, 9 * 3600.0)
"""As long as the incidents of DOMAIN 6.6 take a shift or more."""
SHORT_S = (900.0, 4500.0)
"""A house fire or an accident, from call to all-clear."""
SIZE_TAIL = 1.15
"""Pareto law of reports per incident: most have 2 to 5, a few the most."""
MOST = 30
"""Reports of one incident: so many come in on a very large fire within the hour."""
REPEATED = 0.35
"""Small incidents that are paged again: Hertogstraat, Baanweg, Gangetje, Huizerweg of 25 fire pages."""
WITHDRAWN = 0.06
"""Fires of which the call is withdrawn: 3 of the 58 lines of DOMAIN 5.1."""

SAME_RECORD = 0.8
"""Disciplines that work from one record of the control room, errors and all; the others took a call too."""
CORRECTED = 0.1
"""Pages after which the record was corrected: somebody arrived and saw."""
MISSING_STREET = 0.05
"""Records without a street: none of the 25 fire pages of the sample evening, 2 of DOMAIN 5.1."""
MISSING_PLACE = 0.02
"""Records without a town: the page was cut off."""
WRONG_PLACE = 0.02
"""Records with the town next door: the caller was wrong, or the border runs through the street."""
OTHER_STREET = 0.03
"""Records with the side street at the corner."""
OBJECT = 0.08
"""Records that name a building: 6 of the 105 pages."""
DIRECT = 0.15
"""Rides sent before the questions were asked: 8 of 64 on the sample evening."""
BIT_ERROR = 0.01
"""Pages with characters received wrongly: 1 of the 58 lines of DOMAIN 5.1."""
CUT_HEAD = 0.006
"""Pages whose beginning was lost: named in DOMAIN 5.1, not in the lines."""
OTHER_RECEIVER = 0.05
"""Pages that only the second receiver heard, whose decoder prints no time."""

EMSI_OFF_M = (15.0, 350.0)
"""A control room's position: the middle of a street, a neighbouring address."""
PHONE_OFF_M = (30.0, 900.0)
"""Where a caller or the liaison who clicks on the map thinks it is."""
PARTNER_OFF_M = (10.0, 500.0)
"""Where a partner stands: at the pump, at the cordon."""
HALL = 0.35
"""Reports of a gemeente put at the middle of the town: what its form offers first."""
NO_POINT = 0.25
"""Reports by telephone and of gemeenten without a point: nobody clicked on the map."""
MISSPELLED = 0.15
"""Streets of gemeenten that were only heard; by telephone twice as many."""
NO_STREET = 0.25
"""Reports in free words that name no street."""
WRONG_TOWN = 0.06
"""Callers who are in another town than they think."""
SHELTER = 0.25
"""Reports of a gemeente about the shelter that it opened, not about the incident itself."""
JSON = 0.4
"""Control rooms that send EMSI as JSON: the newer ones."""
REFERENCE = 0.3
"""Reports of a gemeente or defensie that carry the number of the control room: if somebody asked."""
ALARMS = 0.4
"""Reports of defensie that a unit raises as an alarm in CoT; the others are written by staff."""

CLOCK_S = 180.0
"""The most that a source's clock is off: as far as clocks that nobody watches run apart."""
CLOCK_RIGHT_S = 5.0
"""The most for the half of the sources that have network time."""
LATE = 0.04
"""Reports that arrive late: a link that was down, a form sent at the end of the shift."""
LATE_S = (300.0, 3600.0)
"""How late: what a queue or a shift holds up."""
COUNCIL_S = (600.0, 3600.0)
"""When a gemeente reports: its crisis organisation has to be called out first."""
PARTNER_S = (300.0, 5400.0)
"""When a partner reports: once it is there."""
