"""What the program ships as data: plans, sentences, icons, styles, and the fonts' locator."""
