"""Lists and slips that leave the program beside the workbook: digests, what was collected, drawn, imported, tried."""
