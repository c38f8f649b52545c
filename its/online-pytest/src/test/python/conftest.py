import pytest


@pytest.fixture
def account(tmp_path):
    """A file with amounts, in a directory that pytest makes for each test."""
    file = tmp_path / "account.txt"
    file.write_text("12.34\n1.5\n")
    return file
