"""Figures and words of the papers (文书).

papers.py       which kinds there are, a line each: what makes its drafts
paper_drafts.py a paper before it has a number
bulletins/      a bulletin of a period: its figures, the rows behind each, its words; 督办通报 and 绩效通报 have their words beside
letters/        papers to an addressee and forms
paper_words.py, paper_matters.py   what every paper says alike, its number too; analysis.py, sentences about rise and fall, first and last
evidence.py     the rows behind a figure; published_figures.py, what a closed period printed
"""
