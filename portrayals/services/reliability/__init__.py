"""How far coders agree: what is compared, what is measured of it, and what may be said of it."""
