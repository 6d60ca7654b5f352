"""YAML with line numbers: on which line does each value stand? (PyYAML's parser, plain dicts and lists.)"""

from __future__ import annotations

import yaml

from atlas.nouns import Place, Problem


class Map(dict):
    """A mapping that knows its line (from 1) and the line of each key."""

    line: int
    lines: dict


class Seq(list):
    """A sequence that knows its line (from 1) and the line of each item."""

    line: int
    lines: list


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Safe loader that keeps marks, refuses repeated keys, and reads unknown tags (`!ENV`) as plain values."""


def _line(node) -> int:
    return node.start_mark.line + 1


def _mapping(loader, node):
    result = Map()
    result.line, result.lines = _line(node), {}
    yield result
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is repeated", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = _line(key_node)


def _sequence(loader, node):
    result = Seq()
    result.line, result.lines = _line(node), [_line(item) for item in node.value]
    yield result
    result.extend(loader.construct_object(item, deep=True) for item in node.value)


def _unknown(loader, _suffix, node):
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return next(_sequence(loader, node)) if isinstance(node, yaml.SequenceNode) else None


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG, _sequence)
_Loader.add_multi_constructor("!", _unknown)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _unknown)


class Malformed(Exception):
    """A file that cannot be read; `problem` says where, what and the cure."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


def parse(text: str, file: str, offset: int = 0):
    """YAML text as Map, Seq and scalars.

    `file` names the source in errors; `offset` is added to line numbers (front matter begins below line 1).
    Raises Malformed.
    """
    loader = _Loader("\n" * offset + text)
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"malformed YAML: {error.problem or error.context}"
        cure = "check indentation, colons and quotes on this line and the one above"
        raise Malformed(Problem(Place(file, mark.line + 1 if mark else 1), what, cure)) from error
    except yaml.YAMLError as error:
        raise Malformed(Problem(Place(file), f"malformed YAML: {error}", "save the file as UTF-8 text")) from error
    finally:
        loader.dispose()


def line_of(data, path) -> int:
    """The line of the value at `path` (keys and indexes, as jsonschema gives them) inside parsed `data`."""
    line = getattr(data, "line", 1)
    for step in path:
        lines = getattr(data, "lines", None)
        if lines is None:
            return line
        try:
            line = lines[step]
        except (KeyError, IndexError):
            return line
        data = data[step]
    return line
