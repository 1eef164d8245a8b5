"""Results as text: for people, for programs, for a paper. Pure: nothing is printed here."""
