"""The map of a snapshot as SVG, in layers: ground, areas, lines of bijstand, marks and a legend."""
