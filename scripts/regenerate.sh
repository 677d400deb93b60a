#!/usr/bin/env bash
# One scheduled run: build what is stale, verify it, write what changed to the job's summary.
# Fails closed: any fault ends the run with the program's own exit code, its message goes to the
# summary, and the old outputs stay as they were. Needs nothing of GitHub: GITHUB_OUTPUT and
# GITHUB_STEP_SUMMARY are used where they are set. REPORT (files, separated by spaces), OUT (a
# folder) and STRICT (true) say what to make; SHUANGCE is the command.
set -euo pipefail
summary=${GITHUB_STEP_SUMMARY:-/dev/stdout}
output=${GITHUB_OUTPUT:-/dev/null}
form=text
if [ -n "${GITHUB_ACTIONS:-}" ]; then form=github; fi
out=${OUT:-out}
read -r -a shuangce <<<"${SHUANGCE:-python generate.py}"
read -r -a reports <<<"${REPORT:-}"
options=(--out "$out")
if [ "${STRICT:-}" = true ]; then options+=(--strict); fi

if "${shuangce[@]}" build --check --quiet "${options[@]}" "${reports[@]}" 2>/dev/null; then
  echo "Up to date: no edition was made." >>"$summary"
  echo "changed=false" >>"$output"
  exit 0
fi

what=$(mktemp)
log=$(mktemp)
trap 'rm -f "$what" "$log"' EXIT

fail() {
  # shellcheck disable=SC2016  # a fence, not a command
  {
    echo "### Not regenerated: $2 (exit code $1)"
    echo
    echo '```'
    cat "$log"
    echo '```'
    echo "The editions of the last run stand as they were."
  } >>"$summary"
  echo "changed=false" >>"$output"
  exit "$1"
}

# Compared before the build, while the last build's record is there.
compare() {
  "${shuangce[@]}" diff --format markdown --out "$out" "$@" >>"$what" 2>/dev/null || [ $? = 5 ]
}
if [ ${#reports[@]} = 0 ]; then
  compare || true
else
  for report in "${reports[@]}"; do compare --report "$report" || true; done
fi
[ -s "$what" ] || echo "No earlier build to compare with." >"$what"

step() {
  local status=0
  "${shuangce[@]}" "${@:2}" 2>&1 | tee "$log" || status=$?
  if [ "$status" != 0 ]; then fail "$status" "$1"; fi
}
step "the build failed" build --format "$form" "${options[@]}" "${reports[@]}"
step "the outputs are stale at once" build --check --quiet "${options[@]}" "${reports[@]}"
step "a validator objects" verify "$out"/*.pdf "$out"/*.pptx

cat "$what" >>"$summary"
cp "$what" "$out/changes.md"
echo "changed=true" >>"$output"
