"""OGC API - Features Part 1: Core 1.0 (OGC 17-069r4) at `/ogc`: the live picture for GIS programs.

Collections are the kinds of the picture. It answers from the mirror: features are encoded once there,
and a page is a join of their bytes.
"""
