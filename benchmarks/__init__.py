"""Speed, as ratios: every figure is measured beside another way of doing the work, turn by turn in the same run."""
