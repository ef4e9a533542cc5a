"""What is owed, put down many at a time: from patterns, from pasted rows, from a file.

However they come, rows go one way: `columns` says which cell is which, `rules`, `lib.amounts` and `lib.written_days`
read what stands in them, `holdings` knows what the alliance has and the writer may see, `forms` judges a row, `writing`
puts the good ones down and plans their days once.
"""
