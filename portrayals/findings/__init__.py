"""Who votes, how votes settle, and what was found: the home of NUMBERS R5 to R23."""
