"""Benchmarks: each measures its floor or its peer in the same run and reports the ratio."""
