"""`/api/v1`: one file a subject; each has a `router`."""
