"""The syntax of a file: keywords, attributes, values, quotation marks and other notations."""
