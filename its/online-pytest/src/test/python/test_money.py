import os

import money
import pytest


@pytest.mark.parametrize(("text", "expected"), [("12.34", 1234), ("1.5", 150), ("3", 300)])
def test_cents(text, expected):
    assert money.cents(text) == expected


def test_account(account):
    assert sum(map(money.cents, account.read_text().split())) == 1384


@pytest.mark.skipif("BREAK" not in os.environ, reason="shows what a failure looks like")
def test_broken():
    assert money.cents("2.00") == 2
