"""Lists of somebody else's that come in: what every import shares, in a browser and as a command.

`files` reads any file as lines of text, `headings` says which cell is which field, `rows` puts settled words in, `run`
leads all lines through the kind's importer in one transaction. A room that has something to bring in registers an
`ImportKind` (`kinds`). Here stand the pages, what was settled for next time, the report and the way back.
"""
