"""What the program may cost, as ratios to floors measured in the same run (``make bench``)."""
