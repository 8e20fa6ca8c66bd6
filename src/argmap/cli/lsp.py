"""`argmap lsp`: the language server."""

from __future__ import annotations

import ipaddress

import click

_LAST_PORT = 65_535


class _Address(click.ParamType[tuple[str, int]]):
    """``[HOST:]PORT``, where HOST is this machine."""

    name = "address"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        host, _, port = str(value).rpartition(":")
        host = host.strip("[]") or "127.0.0.1"
        if not port.isascii() or not port.isdecimal() or not 0 < int(port) <= _LAST_PORT:
            self.fail(f"`{value}` is not a port number from 1 to {_LAST_PORT}", param, ctx)
        if not _is_here(host):
            self.fail(
                f"`{host}` is not this machine: use 127.0.0.1, ::1 or localhost, and a tunnel for "
                "what is further away",
                param,
                ctx,
            )
        return host, int(port)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@click.command("lsp")
@click.option(
    "--tcp",
    "address",
    type=_Address(),
    metavar="[HOST:]PORT",
    help="Listen on a TCP port of this machine, instead of using standard input and output.",
)
def command(address: tuple[str, int] | None) -> None:
    """Start the language server for editors.

    The server uses the Language Server Protocol over standard input and output. Editors start it
    automatically. Requires the extra `lsp`.
    """
    from argmap.lsp import serve

    if address is None:
        serve()
    else:
        serve(*address)
