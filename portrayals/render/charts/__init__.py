"""A statistic as a picture for a paper: a frozen result, a Vega-Lite specification, a file.

Altair and vl-convert are an extra and slow to load: they are imported where they are used.
"""
