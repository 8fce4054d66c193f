"""A workbook as a closed file: its values, and changes put into its parts without losing anything else."""
