"""Options that several commands share, in groups that a command receives as one argument."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any


def option_group(
    argument: str, convert: Callable[..., Any], *options: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    """Return a decorator that adds options to a command.

    Args:
        argument: The name of the argument by which the command receives the converted values.
        convert: Converts the values of the options. Its parameters have the names of the options.
        options: The decorators of the options, in the order of the help text.
    """
    names = tuple(inspect.signature(convert).parameters)

    def decorate(function: Any) -> Any:
        @wraps(function)
        def command(*args: Any, **values: Any) -> Any:
            values[argument] = convert(**{name: values.pop(name) for name in names})
            return function(*args, **values)

        for option in reversed(options):
            command = option(command)
        return command

    return decorate
