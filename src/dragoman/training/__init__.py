"""training/: how the learned parts are made from the schoolbook. Needs the extra ``train`` (torch)."""
