"""The master workbook: its pages, buttons, help, VBA; the published copy."""
