"""What leaves the machine: an outbox on disk, and the wires that take a message out of it (product.md §6)."""
