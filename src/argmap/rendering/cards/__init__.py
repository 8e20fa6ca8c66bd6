"""The text layout of cards: measuring, wrapping and placing text."""
