"""What changed between two pictures, one kind of thing a file; mlob/snapshot/diff.py is the door."""
