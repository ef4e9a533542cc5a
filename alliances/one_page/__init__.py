"""An alliance on one page of paper."""
