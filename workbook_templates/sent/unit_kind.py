"""What a group sends to its companies."""

SUPERIOR = "上级-"
"""How 编号 of a superior's item begins in a company's own ledger; the superior's own number comes behind it, so that no number of the
company's is ever the same."""
