"""Measures the programs that tests start; Python imports this module when it starts.

`line_contexts.py` puts this folder on the path of the programs.
"""

import os
import sys
from pathlib import Path

if "MUTATION_OUTPUT" in os.environ:
    sys.path.append(str(Path(__file__).parents[1]))
    import line_contexts

    sys.path.pop()
    line_contexts.measure_program()
