"""Checkpoints: the journal folded up to a place, on disk, so that a past moment need not fold all of it.

A checkpoint is what everything journalled up to a cursor makes (mlob/checkpoints/states.py). The fold
keeps last words only, so nothing can be taken out of it again: it serves a moment only when all that is
in it had been observed by then. What was observed earlier and came in after it is found without reading
the journal between: each segment, from one checkpoint to the next, names what came in late
(mlob/checkpoints/segments.py). What left the picture long ago is kept beside them, once
(mlob/checkpoints/cold.py). The worker of the archive makes them (mlob/checkpoints/writer.py).

Nothing depends on these files: they hold nothing that the journal does not. One that is damaged, missing,
of another journal or made by other rules is passed over, and the answer is the same, only slower.
"""
