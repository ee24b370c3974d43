"""The picture as a GeoPackage (OGC 12-128r17, 1.3): layers to open in QGIS, tables beside them."""
