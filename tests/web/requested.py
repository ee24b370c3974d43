"""A request for bijstand, as somebody files it."""

REQUEST = {
    "kind": "wvr51",
    "title": "68 militairen voor zandzakken",
    "operation": None,
    "requester": {"organisation": "VRZL", "role": "voorzitter veiligheidsregio", "name": "Voorbeeld"},
    "region": "VR24",
    "urgent": True,
    "by_phone": True,
    "needed_by": "2026-11-23T20:00:00+01:00",
    "items": [
        {"id": "a", "resource": "militairen", "quantity": 68, "unit": "personen", "task": "zandzakken"}
    ],
    "fields": {"motivering": "Eigen eenheden zijn uitgeput."},
    "signatures": [],
}
