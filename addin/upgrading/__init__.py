"""What a newer master has and an older workbook lacks, put into the older one: sheets, columns, formats, version, VBA."""
