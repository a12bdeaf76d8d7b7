#!/usr/bin/env bats
# On what an assessment rests, as one page.
load clinic

judged() {
  mkdir home
  cp -r "$root/data" "$root/rules" "$root/scripts" home
  export SINEW_HOME=$PWD/home
  sinew import home/data/examples/examples.ndjson
  sinew assess --all
  [ "$status" -eq 0 ]
}

# The output with its line breaks taken out.
words() { printf '%s' "$output" | tr -s ' \n' ' '; }

@test "purpose, population, inputs, logic, sources with grades, limits" {
  judged
  sinew basis EX-PAIRS
  [ "$status" -eq 0 ]
  [ "$stderr" = '' ]
  text=$(words)
  last=0
  for heading in Purpose 'For whom the rules were written' 'What went in, and how it was obtained' \
    'The logic of each finding' Sources Limits; do # in this order
    line=$(printf '%s\n' "$output" | grep -nx "$heading" | cut -d: -f1)
    [ "$line" -gt "$last" ]
    last=$line
  done
  [[ $text == *'red-flags '*'Red flags in back pain; any age'* ]]
  [[ $text == *'Obtained: measured, isometric'*'Compared with: '* ]]
  [[ $text == *'This page is no diagnosis.'* ]]
  [[ $text == *'chance alone would give about '* ]]
  sentence=$(sinew rules describe gluteus-medius-vs-quadriceps --json; printf '%s' "$output" | sed -n 's/.*"sentence":"\([^"]*\)".*/\1/p')
  [ -n "$sentence" ]
  [[ $text == *"$sentence Certainty "*'evidence for the link with complaints: limited.'* ]]
  [[ $text == *' limited: '*'Cai C, 2015, J Orthop Sports Phys Ther 45(6):436-443 (abstract)'* ]]
  [[ $text == *'Hip abduction, hand-held dynamometer: Value: left 62 N, right 97 N; Obtained: measured, isometric'* ]]
}

@test "somebody who was not assessed has none" {
  judged
  sinew patient add N1 --sex f < /dev/null
  sinew basis N1
  expect 3 '' 'sinew: N1 was not assessed yet: sinew assess N1'
}

@test "as a web page and as Markdown, the same twice" {
  judged
  sinew basis EX-PAIRS --format html -o page.html
  expect 0 'page.html written'
  grep -q '<h1>What the assessment of EX-PAIRS on 2026-11-20 rests on</h1>' page.html
  [ "$(grep -c '<table' page.html)" = 1 ]
  cp page.html first.html
  sinew basis EX-PAIRS --format html -o page.html
  cmp page.html first.html
  sinew basis EX-PAIRS --format markdown
  [ "${lines[0]}" = '# What the assessment of EX\-PAIRS on 2026\-11\-20 rests on' ]
  sinew basis EX-PAIRS --format pdf
  expect 2 '' "sinew: --format: 'pdf' is none of text, markdown and html"
}

@test "other rules than those that judged are not described; a later record is told" {
  judged
  sed -i 's/at_least = sd(1)/at_least = sd(1.2)/' home/rules/runner_low_back.lua
  sinew basis EX-PAIRS
  expect 3 '' 'sinew: EX-PAIRS was judged by other rules or data than those in force: sinew assess EX-PAIRS'
  sinew assess EX-PAIRS
  sinew basis EX-PAIRS
  [ "$status" -eq 0 ]
  sinew measure EX-PAIRS prone_plank 40 --date 2026-11-20
  [ "$status" -eq 0 ]
  sinew basis EX-PAIRS
  [[ $output == *'! Something was recorded since: judge again before you rely on this page.'* ]]
}
