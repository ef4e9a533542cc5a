"""Alliances out of somebody else's file.

One row goes this way: `files` reads it as text, `headings` says which cell is which field, `rows` puts defaults where
cells are empty, `known` finds the alliance it stands for, `forms` judges it by the rules of the web form, `plan` keeps
what differs, `writing` writes a batch of them at once. `run` leads all rows through, in one transaction.
"""
