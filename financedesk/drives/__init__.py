"""Drives: campaigns for small gifts, what they bring, and the people behind them."""
