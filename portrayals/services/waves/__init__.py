"""Waves of coding: who codes which titles, how far they are, and when nothing changes any more."""
