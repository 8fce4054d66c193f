"""What several actions share: the workbook of a run, its report, past days, decisions, the files of a sending and a return."""
