"""An assistant with a project."""

import pytest
from tests.mcp.assistant import DIARY, MAP, SECRET, started, write


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project, of which the assistant may read only the folder `maps`."""
    folder = tmp_path_factory.mktemp("project")
    write(folder, argmap_toml="", secret_txt=f"{SECRET}\n", secret_argmap=f'claim a "{SECRET}"\n')
    write(folder, maps__bus_argmap=MAP, maps__diary_txt=DIARY, maps__part_argmap='claim p "P"\n')
    return folder


@pytest.fixture(scope="module")
def assistant(project):
    """An assistant that may read the folder `maps` and write nothing."""
    with started(project, "maps") as assistant:
        yield assistant
