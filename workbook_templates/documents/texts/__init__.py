"""The words of the templates, their tags and what has to add up: a text file for each kind of paper, and some that several share.

A paragraph is a line; what the marks in front of it mean written.py says. Below a line '# name' stands another text of the same
paper, which a '$name' stands for. '# 标签' is the list of its tags, '# 合计' what has to add up.
"""
