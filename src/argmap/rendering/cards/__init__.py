"""From a card to its face: the text measured, wrapped and set."""
