"""The Excel form that units fill in: its layout, writer and reader."""
