# A real terminal for one test, by tmux: what is typed, and what stands on the screen.

# begin_screen [COLUMNS] [LINES] [VARIABLE=VALUE...]: the prompt in a terminal of its own.
begin_screen() {
  command -v tmux > /dev/null || skip "tmux is not installed"
  terminal="sinew-$$-$BATS_TEST_NUMBER"
  tmux -L "$terminal" -f /dev/null new-session -d -x "${1:-80}" -y "${2:-40}" \
    "${3-} LC_ALL=C.UTF-8 TERM=screen '$SINEW'; echo code \$? > after.new; stty -a >> after.new; mv after.new after" ||
    skip "tmux cannot start here"
  see 'sinew> '
}

# Types words as they are; Tab, Enter and ^X are keys.
keys() {
  local word
  for word in "$@"; do
    case $word in
    Tab | Enter) tmux -L "$terminal" send-keys "$word" ;;
    ^?) tmux -L "$terminal" send-keys "C-${word#^}" ;;
    *) tmux -L "$terminal" send-keys -l -- "$word" ;;
    esac
  done
}

# Waits until the text stands on the screen. Blanks at the end of a line are not captured.
see() {
  set -- "${1% }"
  for _ in $(seq 100); do
    screen=$(tmux -L "$terminal" capture-pane -p)
    if [[ $screen == *"$1"* ]]; then return 0; fi
    sleep 0.1
  done
  printf 'not seen: %s\n%s\n' "$1" "$screen" >&2
  return 1
}

# Waits until the program has ended.
wait_end() {
  for _ in $(seq 50); do tmux -L "$terminal" list-sessions > /dev/null 2>&1 || return 0; sleep 0.1; done
  return 1
}

teardown() {
  if [ -n "${terminal-}" ]; then tmux -L "$terminal" kill-server 2> /dev/null || true; fi
}
