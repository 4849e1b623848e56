#!/usr/bin/env bash
# Builds everything and runs all tests. Ends with "N passed, N failed, N skipped"; exits non-zero if anything failed.
# On Debian as root it installs what the tests need and is missing; elsewhere it says what to install.
set -uo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; say "0 passed, 1 failed, 0 skipped"; exit 1; }

command -v dotnet >/dev/null 2>&1 || fail "test.sh: the .NET 10 SDK is missing. Install it from your system's packages or https://dot.net."

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || command -v google-chrome-stable; }
chinese() { ! command -v fc-list >/dev/null 2>&1 || [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; }

wanted=()
browser >/dev/null || wanted+=(chromium)
{ command -v fc-list >/dev/null 2>&1 && chinese; } || wanted+=(fontconfig fonts-noto-cjk)
if [ ${#wanted[@]} -gt 0 ]; then
  if [ -e /etc/debian_version ] && [ "$(id -u)" = 0 ]; then
    say "test.sh: installing ${wanted[*]} ..."
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${wanted[@]}"; } >"$log" 2>&1; then
      tail -5 "$log" >&2
      say "test.sh: could not install ${wanted[*]}; the tests that need them will be skipped." >&2
    fi
  else
    say "test.sh: for all tests install: ${wanted[*]} (on Debian: apt-get install ${wanted[*]}). Without them some are skipped."
  fi
fi
TRELLIS_CHROMIUM="$(browser || true)"
export TRELLIS_CHROMIUM

[ -d ../shared/data ] || say "test.sh: the recorded logs (../shared/data) do not lie beside this checkout; the tests that need them are skipped."

say "test.sh: building ..."
# The program as users start it; the tests start it too.
if ! ./trellis --version >"$log" 2>&1; then
  tail -20 "$log" >&2
  fail "test.sh: ./trellis cannot be built."
fi

if ! dotnet build Trellis.slnx -c Release --nologo -v quiet >"$log" 2>&1; then
  grep -E "error|warning" "$log" | sort -u | head -40 >&2
  fail "test.sh: the build failed."
fi

dotnet test --solution Trellis.slnx -c Release --no-build --no-progress 2>&1 | tee "$log"
code=${PIPESTATUS[0]}

# The runner's own summary gives the counts; the closing line repeats them and nothing else.
count() { sed -nE "s/^ *$1: *([0-9]+).*/\1/p" "$log" | tail -n 1; }
passed="$(count succeeded)" failed="$(count failed)" skipped="$(count skipped)"
if [ -z "$passed" ]; then
  say "test.sh: the test runner gave no summary (exit code $code)." >&2
  passed=0 failed=1 skipped=0
fi
if [ "$code" -ne 0 ] && [ "${failed:-0}" -eq 0 ]; then failed=1; fi
if [ "${skipped:-0}" -gt 0 ]; then
  say "Skipped, and why:"
  grep -A2 -E "^ *skipped " "$log" | grep -vE "^--$" | sed 's/^/  /'
fi
say "${passed} passed, ${failed:-0} failed, ${skipped:-0} skipped"
[ "${failed:-0}" -eq 0 ] && [ "$code" -eq 0 ]
