"""Evidence: sources, locators, quotations and numbers."""
