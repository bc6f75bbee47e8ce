"""Holding a finished document against Decree 30/2020/NĐ-CP."""
