"""What published sources claim: written down, listed, set beside the findings."""
