"""What every produced sheet shares: styles, entry checks, printing, heights, tables."""
