"""What is measured, as ratios to plain baselines in the same run."""
