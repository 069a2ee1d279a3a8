"""Strings that a script puts together are read as they run, and no script can make that costly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detector import bounds
from detector.parsing.constants import Constants, from_base64
from tests.growth import assert_linear

URL = "https://e.example/w"


def value(code: str, name: str = "x") -> str:
    """What the last assignment to a name comes to."""
    return Constants(code).at(code.rindex(f"{name}=") + len(name) + 1)


@pytest.mark.parametrize(
    "code",
    [
        f"x='{URL}'",
        "x='ht'+'tps://'+\"e.example\"+`/w`",
        "x= 'ht' +\n 'tps://e.example/w'",
        "x=('https:')+('//'+'e.example/w')",
        "x=['https://e','.','example/w'].join('')",
        "x=['https:','','e.example','w'].join('/')",
        "a=['example','e','//'];x='https:'+a[2]+a[1]+'.'+a[0]+'/w'",
        "var h='e.example';x='https://'+h+'/w'",
        "const a='https:',b='//e.example';let c=b+'/w';x=a+c",
        "s='https';s+='://';s+='e.example/w';x=s",
        "a='no';x='none';a='https://e.example';x=a+'/w'",
        "x='https://'+later;later='e.example/w'",
        "h='e.example';x=`https://${h}/${'w'}`".replace("${'w'}", "w"),
        "x='w/elpmaxe.e//:sptth'.split('').reverse().join('')",
        "x=String.fromCharCode(104,116,116,112,115)+'://e.example/w'",
        "x=String.fromCharCode(0x68,0x74,0x74,0x70,0x73)+'://e.example/w'",
        "x=atob('aHR0cHM6Ly9l'+'LmV4YW1wbGUvdw==')",
        "x=window.atob('aHR0cHM6Ly9lLmV4YW1wbGUvdw==')",
        "x=decodeURIComponent('https%3A%2F%2Fe.example%2Fw')",
        "x='hXXps://e.example/w'.replace('XX','tt')",
        "x='HTTPS://E.EXAMPLE/W'.toLowerCase()",
        "x='https://'.concat('e.example','/w')",
        "x=String('https://e.example/w').trim().toString()",
        "t='?x=1&t=2';t='https://e.example/w';x=t",
    ],
)
def test_an_expression_is_told_without_running_it(code: str) -> None:
    assert value(code) == URL


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("x='https://e.example/'+id", "https://e.example/"),
        ("x=`https://e.example/${id}/z`", "https://e.example/"),
        ("x=['a',id].join('.')", ""),
        ("x=base+'/w'", ""),
        ("x=f('https://e.example/w')", ""),
        ("x=a?'b':'c'", ""),
        ("x=a[9];a=['b']", ""),
        ("x=a+'b';a=x", ""),
        ("x=x+x", ""),
        ("x='never closed", ""),
        ("x=(('a'+'b')", ""),
        ("x=", ""),
        ("x='a'++b", "a"),
        ("x=String.fromCharCode(n)", ""),
        ("x=String.fromCharCode(9999999,55296)", "\ufffd\ufffd"),
        ("x=atob('!')", ""),
    ],
)
def test_what_cannot_be_told_ends_the_value(code: str, known: str) -> None:
    assert value(code) == known


FLOODS: tuple[tuple[int, Callable[[int], str]], ...] = (
    (2_000, lambda n: "x=" + "[" * n),
    (2_000, lambda n: "x=" + "(" * n),
    (1_000, lambda n: "x=" + "'a'+" * n),
    (1_000, lambda n: "x=" + "a+" * n),
    (400, lambda n: ";".join(f"a{one}=a{one + 1}+a{one + 1}" for one in range(n)) + ";x=a0"),
    (700, lambda n: "a='b'" + ";a+=a" * n + ";x=a"),
    (2_000, lambda n: "x=" + "'" * n),
    (2_000, lambda n: "x='" + "\\'" * n),
    (1_000, lambda n: "x=" + "`${a}" * n),
    (2_000, lambda n: "x=" + "a." * n),
    (300, lambda n: "x='a'" + ".concat('a')" * n),
    (200, lambda n: "x='a'" + ".split('a').join('aa')" * n),
    (20, lambda n: "s='" + "a" * 4_000 + "';x=s" + ".split('').join(s)" * n),
    (1_000, lambda n: "x=String.fromCharCode(" + "104," * n + ")"),
    (2_000, lambda n: "a=" * n + "x=a"),
    (2_000, lambda n: "x=" + " " * n),
)
"""How many pieces are few, and a script of so many."""


@pytest.mark.parametrize(("few", "code"), FLOODS)
def test_no_expression_costs_much(few: int, code: Callable[[int], str]) -> None:
    assert_linear(value, code, few)
    assert len(value(code(10 * few))) <= bounds.ATTRIBUTE


def test_base64_is_read_in_both_alphabets_and_without_its_end() -> None:
    assert from_base64("aHR0cHM6Ly9lLmV4YW1wbGUvdz9hPT4_") == from_base64("aHR0cHM6Ly9lLmV4YW1wbGUvdz9hPT4/")
    assert from_base64("aHR0cHM6Ly9l") == "https://e"
    assert from_base64("abcdefgh") == ""
