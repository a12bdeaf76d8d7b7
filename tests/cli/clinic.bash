# A clinic for one test: an empty database and home folder of its own, the shipped data, and 20 November 2026 as today.
bats_require_minimum_version 1.5.0

setup() {
  root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
  : "${SINEW:=$root/build/sinew}"
  export SINEW_HOME=$root HOME=$BATS_TEST_TMPDIR SINEW_DB=$BATS_TEST_TMPDIR/clinic.db SOURCE_DATE_EPOCH=1795168800
  unset XDG_DATA_HOME XDG_STATE_HOME SINEW_PATH INPUTRC
  umask 022
  cd "$BATS_TEST_TMPDIR" || return 1
}

# Runs the program with standard input from the end of the test, output and errors apart.
sinew() { run --separate-stderr "$SINEW" "$@"; }

# expect CODE OUTPUT [ERRORS]: the last run's exit code and exact texts.
expect() {
  if [ "$status" -ne "$1" ] || [ "$output" != "$2" ] || [ "$stderr" != "${3-}" ]; then
    printf 'code %s\n--- output\n%s\n--- errors\n%s\n' "$status" "$output" "$stderr" >&2
    return 1
  fi
}

# What is in the database, whatever its write-ahead log holds.
database_bytes() { cat "$SINEW_DB" "$SINEW_DB"-wal 2>/dev/null | sha256sum; }
