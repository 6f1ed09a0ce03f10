"""Remittances: what officials pledged of their pay, what is due, and where it may lawfully go."""
