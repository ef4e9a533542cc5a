"""Alliances out of somebody else's file.

`coe_hub.imports` reads the file and leads its rows through. Here one row goes this way: `known` finds the alliance it
stands for, `forms` judges it by the rules of the web form, `plan` keeps what differs, `writing` writes a batch of them
at once, `undoing` takes that back.
"""
