"""Multidisciplinair operationeel beeld: a picture is a fold over a journal."""
