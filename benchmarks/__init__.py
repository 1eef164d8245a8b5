"""Measures the program beside its floors and its peers: `python -m benchmarks --scale 10000`."""
