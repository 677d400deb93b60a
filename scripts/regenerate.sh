#!/usr/bin/env bash
# One scheduled run: build what is stale, verify it, write what changed to the job's summary.
# Fails closed: any fault ends the run with the program's own exit code and message, and the old
# outputs stay as they were. Needs nothing of GitHub: GITHUB_OUTPUT and GITHUB_STEP_SUMMARY are
# used where they are set.
set -euo pipefail
summary=${GITHUB_STEP_SUMMARY:-/dev/stdout}
output=${GITHUB_OUTPUT:-/dev/null}
form=text; [ -n "${GITHUB_ACTIONS:-}" ] && form=github
shuangce=${SHUANGCE:-python generate.py}

if $shuangce build --check --quiet; then
  echo "Up to date: no edition was made." >>"$summary"
  echo "changed=false" >>"$output"
  exit 0
fi

mkdir -p out
what=$(mktemp); trap 'rm -f "$what"' EXIT
status=0
$shuangce diff --format markdown >"$what" || status=$?
case $status in
  0|5) ;;
  *) echo "No earlier build to compare with." >"$what" ;;
esac

$shuangce build --format "$form"
$shuangce build --check --quiet
$shuangce verify out/*.pdf out/*.pptx

cat "$what" >>"$summary"
cp "$what" out/changes.md
echo "changed=true" >>"$output"
