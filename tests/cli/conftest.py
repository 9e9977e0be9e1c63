"""The command line as a fixture."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest
import typer.main

from sim.cli import main
from tests.cli.terminal import Done, Run
from tests.golden.described import faults_printed

made = cache(typer.main.get_command)
"""Typer makes the commands out of their functions anew for each call, which takes longer than most tests."""


@pytest.fixture
def detente(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command line in this process, in an empty folder, 88 columns wide; what it prints is as described."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "88")
    monkeypatch.setattr("typer.main.get_command", made)

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["detente", *arguments])
        with pytest.raises(SystemExit) as leave:
            main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        if "--json" in arguments and captured.out:
            assert faults_printed(arguments, captured.out) == []
        return Done(int(leave.value.code or 0), captured.out, captured.err)

    return run
