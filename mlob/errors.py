"""Errors by what you do about them: drop, retry, refuse."""


class MlobError(Exception):
    """Root of the errors that this package raises on purpose; its text is meant for a person."""


class DecodeError(MlobError):
    """Drop: a frame that does not say what its standard demands; the text names the element."""


class SourceError(MlobError):
    """Retry: the other side is away or misbehaves."""


class StoreError(MlobError):
    """Retry or refuse: the store is away, full, or not ours to write."""


class ArchiveError(StoreError):
    """Refuse: a part of the past is damaged or not on this machine; the text names it."""


class TransitionError(MlobError):
    """Refuse: what is asked is not allowed in this state."""


class ConfigError(MlobError):
    """Refuse to start: a setting is wrong; the text says file and place."""
