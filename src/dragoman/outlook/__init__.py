"""outlook/: from what happened to what is likely next, with calibrated odds and the terms they add up from."""
