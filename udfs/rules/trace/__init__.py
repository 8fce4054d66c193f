"""The rows behind every figure (R16)."""
