# What a peer came to, for comparison: its findings sorted, numbers without zeros at their end, and its program. A result
# is one line of JSON, or lines of findings up to "program".
{
  for (rest = $0; match(rest, /\{"rule":[^}]*\}/); rest = substr(rest, RSTART + RLENGTH)) {
    finding = substr(rest, RSTART, RLENGTH)
    if (finding ~ /\.[0-9]+\}$/) sub(/\.?0+\}$/, "}", finding)
    for (i = ++count; i > 1 && finding < list[i - 1]; i--) list[i] = list[i - 1]
    list[i] = finding
  }
}
match($0, /program[^0-9]*[0-9 ,]*/) {
  program = substr($0, RSTART + 7, RLENGTH - 7)
  gsub(/[^0-9]+/, " ", program)
  sub(/^ /, "", program)
  sub(/ $/, "", program)
  for (i = 1; i <= count; i++) printf "%s ", list[i]
  print program
  count = 0
}
