"""One file a group of commands; loaded only when called (mlob/__main__.py)."""
