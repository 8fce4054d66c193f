"""Minutes of a meeting become proposed items: who, until when, what; nothing is guessed where two readings are possible."""
