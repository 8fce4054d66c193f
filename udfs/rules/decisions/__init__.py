"""What people decide: accountability (R11), closing (R15), last places, what waits."""
