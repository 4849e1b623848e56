#!/usr/bin/env bash
# Builds everything and runs all tests. Ends with "N passed, N failed, N skipped"; exits non-zero if anything failed.
# On Debian as root it installs what the tests need and is missing; elsewhere it says what to install.
set -uo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

log="$(mktemp)"
server=""
end() {
  rm -f "$log"
  stop_postgres
}
trap end EXIT
trap 'exit 130' INT TERM
say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; say "0 passed, 1 failed, 0 skipped"; exit 1; }

command -v dotnet >/dev/null 2>&1 || fail "test.sh: the .NET 10 SDK is missing. Install it from your system's packages or https://dot.net."

browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || command -v google-chrome-stable; }
postgres_programs() {
  local found
  found="$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -V | tail -n 1)"
  if [ -z "$found" ] && command -v initdb >/dev/null 2>&1; then found="$(dirname "$(command -v initdb)")"; fi
  [ -n "$found" ] && [ -x "$found/initdb" ] && printf '%s' "$found"
}
chinese() { ! command -v fc-list >/dev/null 2>&1 || [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; }

wanted=()
browser >/dev/null || wanted+=(chromium)
{ command -v fc-list >/dev/null 2>&1 && chinese; } || wanted+=(fontconfig fonts-noto-cjk)
postgres_programs >/dev/null || wanted+=(postgresql)
command -v strace >/dev/null 2>&1 || wanted+=(strace)
{ command -v node && command -v npm; } >/dev/null 2>&1 || wanted+=(nodejs npm)
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

# A private PostgreSQL server on a free port of this machine, in a folder of its own. PostgreSQL refuses to run as root, so there it runs as its own user.
as_postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; else "$@"; fi; }
free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then printf '%s' "$port"; return 0; fi
  done
  return 1
}
start_postgres() {
  local programs port password
  programs="$(postgres_programs)" || { say "test.sh: there is no PostgreSQL; the tests on it are skipped." >&2; return 0; }
  server="$(mktemp -d)"
  password="$(head -c 18 /dev/urandom | base64 | tr -d '/+=')"
  printf '%s\n' "$password" >"$server/password"
  if [ "$(id -u)" = 0 ]; then chown -R postgres "$server"; fi
  for _ in 1 2 3; do
    port="$(free_port)" || break
    if { [ -d "$server/data" ] || as_postgres "$programs/initdb" -D "$server/data" -U trellis -A scram-sha-256 --pwfile="$server/password" -E UTF8 --no-locale; } >>"$log" 2>&1 &&
      as_postgres "$programs/pg_ctl" -D "$server/data" -l "$server/server.log" -w -t 60 -o "-p $port -k $server -c listen_addresses=127.0.0.1 -c max_connections=200" start >>"$log" 2>&1; then
      export TRELLIS_POSTGRES="Host=127.0.0.1;Port=$port;Username=trellis;Password=$password;Database=postgres"
      return 0
    fi
  done
  tail -5 "$log" >&2
  say "test.sh: PostgreSQL could not be started; the tests on it are skipped." >&2
  stop_postgres
}
stop_postgres() {
  [ -n "$server" ] || return 0
  local programs
  programs="$(postgres_programs)"
  if [ -e "$server/data/postmaster.pid" ]; then as_postgres "$programs/pg_ctl" -D "$server/data" -m immediate -w -t 60 stop >/dev/null 2>&1 || true; fi
  rm -rf "$server"
  server=""
}
start_postgres

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
