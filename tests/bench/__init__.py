"""`make bench`: what pages cost beside a floor. It prints a table, writes var/bench.json, and never fails for a time.

Cost is the CPU time of this process and of Postgres together, in which other work on the machine counts for little.
Each page is asked for in several rounds, with its floor before and after it; what counts is the ratio of the two.
"""
