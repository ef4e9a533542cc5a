"""What an alliance is; the register that its parts fill."""
