"""Writes the types of the generated module, for type checkers: `python stub.py _core.py _core.pyi`.

The generated module tells the types of records and calls. Two things it cannot say in running code: that a case of an enum with values
is one of that enum (cases are classes made before it, and told to it later), and of what kind a case's unnamed values are. What is
private there, or not for callers, is left out.
"""

import ast
import sys
from pathlib import Path
from typing import Iterator, Optional

# What reads a value from the library, by the end of its name: the value's type.
PLAIN = {"String": "str", "Boolean": "bool", "Bytes": "bytes", "Float32": "float", "Float64": "float"}
CONVERTER = "_UniffiFfiConverter"

# What beatbook/__init__.py adds to classes of the generated module, and what it takes out.
ADDED = {
    "BeatbookError": ["code: str", "remedy: str"],
    "Notebook": ["def __enter__(self) -> Notebook: ...", "def __exit__(self, *raised: object) -> None: ..."],
}
TAKEN_OUT = {"InternalError"}


def type_read_by(converter: str) -> str:
    """The type of what a converter reads, of its name after the prefix that all have."""
    if converter in PLAIN:
        return PLAIN[converter]
    for start, around in (("Optional", "typing.Optional[{}]"), ("Sequence", "typing.List[{}]"), ("Box", "{}")):
        if converter.startswith(start):
            return around.format(type_read_by(converter.removeprefix(start)))
    if converter.startswith("Type"):
        return converter.removeprefix("Type")
    if converter.removeprefix("U").removeprefix("Int").isdigit():
        return "int"
    raise ValueError(f"no type is known for what {converter} reads: tell it in stub.py")


def types_of_cases(converter: ast.ClassDef) -> Iterator[tuple[str, list[str]]]:
    """Each case that an enum's converter reads, with the types of its values in their order."""
    for node in ast.walk(converter):
        case = node.value if isinstance(node, ast.Return) else None
        if isinstance(case, ast.Call) and isinstance(case.func, ast.Attribute) and isinstance(case.func.value, ast.Name):
            reads = [ast.unparse(value).partition(".read(")[0] for value in case.args]
            yield case.func.attr, [type_read_by(read.removeprefix(CONVERTER)) for read in reads]


def bare(call: ast.FunctionDef) -> str:
    """A call without its body, its documentation and what it takes by default."""
    arguments = call.args
    for untold in [*arguments.args[1:], arguments.vararg, arguments.kwarg]:
        if untold and not untold.annotation:
            untold.annotation = ast.parse("typing.Any", mode="eval").body
    arguments.defaults = [ast.Constant(...) for _ in arguments.defaults]
    arguments.kw_defaults = [default and ast.Constant(...) for default in arguments.kw_defaults]
    answers = ast.unparse(call.returns) if call.returns else ("None" if call.name == "__init__" else "typing.Any")
    marks = "".join(f"@{ast.unparse(mark)}\n" for mark in call.decorator_list)
    return f"{marks}def {call.name}({ast.unparse(arguments)}) -> {answers}: ..."


def indented(lines: list[str]) -> str:
    return "".join(f"    {line}\n" for text in lines or ["pass"] for line in text.splitlines())


def case(enum: str, made: ast.ClassDef, types: list[str]) -> str:
    """A case of an enum with values: a class of its own below the enum's."""
    init = next(member for member in made.body if isinstance(member, ast.FunctionDef) and member.name == "__init__")
    names = [argument.arg for argument in init.args.args[1:]]
    if init.args.vararg:
        taken = [f"value{at}: {kind}" for at, kind in enumerate(types)] + ["/"]
        many = "@typing.overload\n" if len(types) > 1 else ""
        body = [f"{many}def __getitem__(self, index: typing.Literal[{at}]) -> {kind}: ..." for at, kind in enumerate(types)]
    else:
        taken = [f"{name}: {kind}" for name, kind in zip(names, types, strict=True)]
        body = taken[:]
    return f"class {made.name}({enum}):\n" + indented(body + [f"def __init__({', '.join(['self', *taken])}) -> None: ..."])


def record(made: ast.ClassDef, init: ast.FunctionDef) -> list[str]:
    """A record's fields, if it is one."""
    if not any(ast.unparse(mark) == "dataclass" for mark in made.decorator_list):
        return []
    arguments = init.args.kwonlyargs
    fields = {argument.arg for argument in arguments}
    for argument in arguments:
        for name in ast.walk(argument.annotation or argument):
            # A field named like a type hides it in its class.
            if isinstance(name, ast.Name) and name.id in fields:
                name.id = f"builtins.{name.id}"
    return [f"{argument.arg}: {ast.unparse(argument.annotation)}" for argument in arguments if argument.annotation]


def class_of(made: ast.ClassDef, cases: dict[str, list[str]]) -> str:
    bases = [ast.unparse(base) for base in made.bases]
    body: list[str] = ADDED.get(made.name, [])[:]
    for member in made.body:
        if isinstance(member, ast.ClassDef):
            body.append(case(made.name, member, cases[member.name]))
        elif isinstance(member, ast.Assign) and bases == ["enum.Enum"]:
            body.append(ast.unparse(member))
        elif isinstance(member, ast.FunctionDef):
            if member.name == "__init__" and not cases:
                body += [*record(made, member), bare(member)]
            elif not member.name.startswith("_"):
                body.append(f"def {member.name}(self) -> bool: ..." if cases else bare(member))
    return f"class {made.name}" + (f"({', '.join(bases)})" if bases else "") + ":\n" + indented(body)


def error(name: str, parts: list[ast.ClassDef], cases: dict[str, list[str]]) -> str:
    """An error: twice a class in the generated module, first the error itself and then what holds its cases."""
    made = [member for part in parts for member in part.body if isinstance(member, ast.ClassDef)]
    return f"class {name}(Exception):\n" + indented(ADDED.get(name, []) + [case(name, member, cases[member.name]) for member in made])


def stub(module: ast.Module) -> str:
    classes: dict[str, list[ast.ClassDef]] = {}
    public: Optional[list[str]] = None
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            classes.setdefault(node.name, []).append(node)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            public = [name for name in ast.literal_eval(node.value) if name not in TAKEN_OUT]
    if public is None:
        raise ValueError("the generated module does not say what is public in it")
    told = ["import builtins", "import datetime", "import enum", "import typing", "import uuid", f"__all__ = {public!r}"]
    done: set[str] = set()
    for node in module.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in done | TAKEN_OUT:
            done.add(node.name)
            parts = classes[node.name]
            has_cases = any(isinstance(member, ast.ClassDef) for part in parts for member in part.body)
            converter = classes.get(f"{CONVERTER}Type{node.name}", []) if has_cases else []
            cases = {name: types for one in converter for name, types in types_of_cases(one)}
            told.append(class_of(node, cases) if len(parts) == 1 else error(node.name, parts, cases))
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            told.append(bare(node))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and is_alias(node, classes):
            told.append(ast.unparse(node))
    return "\n".join(told) + "\n"


def is_alias(node: ast.Assign, classes: dict[str, list[ast.ClassDef]]) -> bool:
    """Whether it is another name of a type: not of a class that is told already, and nothing private."""
    name = ast.unparse(node.targets[0])
    return not name.startswith("_") and name not in classes and isinstance(node.value, (ast.Name, ast.Attribute, ast.Subscript))


if __name__ == "__main__":
    generated, told = map(Path, sys.argv[1:])
    told.write_text(stub(ast.parse(generated.read_text("utf-8"))), "utf-8")
