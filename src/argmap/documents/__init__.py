"""Maps in documents: Markdown files, and the sites and papers that other programs make of them.

Each module serves one program. None of them is imported unless that program, or `argmap embed`,
uses it.
"""
