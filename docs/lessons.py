"""What pages say of a bundled scenario: below a mark ``<!-- lesson NAME -->`` its questions and its sources."""

from __future__ import annotations

import re

MARKED = re.compile(r"<!-- lesson ([a-z0-9-]+) -->\n.*?<!-- end of lesson -->", re.DOTALL)


def filled(text: str) -> str:
    """Text of a page with what stands below its marks made again."""
    return MARKED.sub(lambda mark: f"<!-- lesson {mark[1]} -->\n{_lesson(mark[1])}<!-- end of lesson -->", text)


def _lesson(name: str) -> str:
    """The questions of a bundled scenario with their answers folded, and its sources."""
    from sim.scenario.load import load

    scenario = load(name)
    questions = [
        f"<details>\n<summary>{entry.question}</summary>\n\n{entry.answer}\n\n</details>\n"
        for entry in scenario.lesson.questions
    ]
    sources = [f"- {source}" for source in scenario.sources]
    return "\n".join(["\n## Questions for the class\n", *questions, "## Source\n", *sources, "", ""])
