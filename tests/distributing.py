"""Which of several processes runs which tests."""

from xdist.scheduler import LoadScopeScheduling


class Distributing(LoadScopeScheduling):
    """Gives each process whole files, so that what the tests of a file share is made once.

    The files of a folder that is among ``together`` go to one process.
    """

    def __init__(self, config, together, log):
        super().__init__(config, log)
        self._together = together

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return next((folder for folder in self._together if file.startswith(folder)), file)
