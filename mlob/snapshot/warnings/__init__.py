"""The areas of the picture as CAP alerts for other systems."""
