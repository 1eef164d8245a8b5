"""Use-cases by subject: a connection and plain arguments in, a frozen result out.

A subject may import those listed before it: catalogue, codebooks, coding, statistics,
claims, importing, browse, starter, exporting, study, report.
"""
