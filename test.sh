#!/usr/bin/env bash
# Builds everything and runs all tests, project by project, on real servers.
#   ./test.sh               the fast suite (under 15 minutes on two cores)
#   ./test.sh --all         with the tests that have the trait Speed=Long
#   ./test.sh --filter X    only tests that match X (the syntax of dotnet test --filter)
# The last line is "N passed, N failed", with ", N skipped" when there are any.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

filter="Speed!=Long"
extra=""
while (($#)); do
  case "$1" in
    --all) filter="" ;;
    --filter) extra="${2:?--filter wants an expression}"; shift ;;
    *) echo "unknown option $1 (known: --all, --filter X)" >&2; exit 2 ;;
  esac
  shift
done
[[ -n $extra ]] && filter="${filter:+$filter&}($extra)"

results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT

give_up() { # the last line must be there whatever happens
  echo "$1"
  echo "0 passed, 1 failed"
  exit 1
}

# Debian's servers, when they are missing and we may install them; else their tests are skipped with a reason.
install_servers() {
  local missing=() sudo=()
  [[ -x /usr/bin/redis-server ]] || missing+=(redis-server)
  [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || missing+=(rabbitmq-server)
  command -v docker-compose >/dev/null || missing+=(docker-compose)
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || { echo "no apt-get here: not installing ${missing[*]}"; return 1; }
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || { echo "neither root nor sudo: not installing ${missing[*]}"; return 1; }
    sudo=(sudo -n)
  fi
  echo "installing ${missing[*]}"
  "${sudo[@]}" apt-get update -qq || return 1
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    >"$results/apt.log" 2>&1 || { tail -20 "$results/apt.log"; return 1; }
}

if install_servers; then
  export WORKERS_TESTS_REQUIRE=1
fi
dotnet tool restore >"$results/tools.log" 2>&1 || { cat "$results/tools.log"; give_up "dotnet tool restore failed"; }
dotnet build Workers.sln -c Release -m:1 -v quiet || give_up "the build failed"

# One outcome per line: outcome, test, first line of its message. A trx file has one element per line.
outcomes() {
  awk '
    function attribute(name,   value) {
      if (!match($0, " " name "=\"[^\"]*\"")) return ""
      value = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
      return plain(value)
    }
    function plain(text) {
      gsub(/&#x[dDaA];/, " ", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text)
      gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\x27", text); gsub(/&amp;/, "\\&", text)
      return text
    }
    function finish() { if (test != "") print outcome "\t" test "\t" message; test = "" }
    /<UnitTestResult / { finish(); outcome = attribute("outcome"); test = attribute("testName"); message = "" }
    test != "" && message == "" && /<Message>/ {
      message = $0; sub(/.*<Message>/, "", message); sub(/<\/Message>.*/, "", message); message = plain(message)
    }
    test != "" && message == "" && outcome == "NotExecuted" && /<StdOut>/ {
      message = $0; sub(/.*<StdOut>/, "", message); sub(/<\/StdOut>.*/, "", message); message = plain(message)
    }
    /<\/UnitTestResult>/ { finish() }
    /<\/Results>/ { finish() }
    END { finish() }' "$1"
}

passed=0 failed=0 skipped=0
for project in tests/*.Tests; do
  name="$(basename "$project")"
  started=$SECONDS
  status=0
  timeout --kill-after=30s 20m dotnet test "$project" -c Release --no-build --nologo -v quiet \
    ${filter:+--filter "$filter"} --blame-hang-timeout 5m --blame-hang-dump-type none \
    --results-directory "$results/$name" --logger "trx;LogFileName=results.trx" >"$results/$name.log" 2>&1 || status=$?
  trx="$results/$name/results.trx"
  if [[ -f $trx ]]; then outcomes "$trx" >"$results/$name.tsv"; else : >"$results/$name.tsv"; fi
  p=$(grep -c '^Passed' "$results/$name.tsv" || true)
  s=$(grep -c '^NotExecuted' "$results/$name.tsv" || true)
  f=$(grep -vc '^Passed\|^NotExecuted' "$results/$name.tsv" || true)
  if ((status != 0 && f == 0)); then # crashed, hung or did not even start: no test says so
    f=1
    printf 'Failed\t%s\tended with status %d\n' "$name" "$status" >>"$results/$name.tsv"
    tail -40 "$results/$name.log"
  fi
  echo "$name: $p passed, $f failed, $s skipped ($((SECONDS - started)) s)"
  awk -F'\t' '$1 == "NotExecuted" { print "  SKIPPED " $2 ": " $3 }
              $1 != "Passed" && $1 != "NotExecuted" { print "  FAILED " $2 ": " $3 }' "$results/$name.tsv"
  ((f == 0)) || grep -A25 '^ *Failed ' "$results/$name.log" | head -200 || true
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

((passed + failed > 0)) || give_up "no test ran"
summary="$passed passed, $failed failed"
((skipped == 0)) || summary+=", $skipped skipped"
echo "$summary"
((failed == 0))
