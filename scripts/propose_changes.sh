#!/usr/bin/env bash
# Opens (or renews) a pull request whose body says what changed, with both editions in editions/.
set -euo pipefail
out=${OUT:-out}
branch=regenerate/editions
git config user.name "regenerate"
git config user.email "regenerate@users.noreply.github.com"
git switch -q -C "$branch"
mkdir -p editions
cp "$out"/*.pdf "$out"/*.pptx editions/
cp "$out/changes.md" editions/CHANGES.md
git add editions
if git diff --cached --quiet -- ':!editions/CHANGES.md'; then
  echo "the editions are as they were"
  exit 0
fi
git commit -q -m "Regenerate the editions"
git push -q --force origin "$branch"
if [ "$(gh pr view "$branch" --json state --jq .state 2>/dev/null || true)" = OPEN ]; then
  gh pr edit "$branch" --body-file "$out/changes.md"
else
  gh pr create --head "$branch" --title "Regenerated editions" --body-file "$out/changes.md"
fi
