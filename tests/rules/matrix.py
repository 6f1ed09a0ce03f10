"""How our classes of giver stand in the researched matrix."""

SOURCES = (
    "individual", "state_officeholder", "federal_officeholder", "corporation", "llc",
    "partnership", "union", "contractor", "foreign_national", "think_tank_c3", "issue_c4",
    "federal_pac", "super_pac", "party_federal", "party_nonfederal", "candidate_committee",
    "section_527",
)  # fmt: skip
"""Our classes in the order of the researched matrix."""
