"""The distribution of tests to processes."""

from xdist.scheduler import LoadScopeScheduling


class Distributing(LoadScopeScheduling):
    """Assigns whole files to processes, so that the fixtures of a file are created once.

    All files of a folder in ``together`` go to one process.
    """

    def __init__(self, config, together, log):
        super().__init__(config, log)
        self._together = together

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return next((folder for folder in self._together if file.startswith(folder)), file)
