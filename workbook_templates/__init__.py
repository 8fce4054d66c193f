"""What it looks like: tables, settings, actions; cells in and out; layouts of workbook, sheets and documents."""
