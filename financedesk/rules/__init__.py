"""Law and arithmetic, pure: dates and money in, answers with citations out."""
