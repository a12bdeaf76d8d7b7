#!/usr/bin/env bats
# The clinician's report: every condition of every finding with its values, nothing said twice, few pages.
load clinic

judged() {
  sinew examples
  sinew assess --all
}

@test "the whole condition tree of each finding, as explain shows it" {
  judged
  sinew export text EX-PAIRS --document report --draft
  [ "$status" -eq 0 ]
  logic=$(awk '/^The logic of each finding$/ { on = 1 } /^Sources$/ { on = 0 } on' <<< "$output")
  report=$(tr -s ' \n' ' ' <<< "$logic")
  count=0
  while IFS=$'\t' read -r rule side; do
    explained=$("$SINEW" explain EX-PAIRS "$rule" ${side#both} --json)
    while IFS=$'\t' read -r mark condition; do
      case $mark in true) mark=yes ;; false) mark=no ;; *) mark='not known' ;; esac
      condition=$(tr -s ' ' <<< "$condition")
      if [[ $report != *"- $mark: $condition"* && $report != *"Holds: $condition"* ]]; then echo "not told: $mark $condition"; return 1; fi
      count=$((count + 1))
    done < <(jq -r '.[0].conditions[] | [.truth, .condition] | @tsv' <<< "$explained")
  done < <("$SINEW" export json EX-PAIRS --draft | jq -r '.findings[] | [.rule, .side] | @tsv')
  [ "$count" -ge 40 ]
  # indented by level; a reading is told once, who rests on it too says so
  grep -q '^      - no: the deficit of this side in Hip abduction' <<< "$logic"
  [ "$(grep -c 'Hip abduction, hand-held dynamometer (left): 61.8 N.*compared with' <<< "$report")" -le 1 ]
  grep -q '\[as above\]' <<< "$logic"
  # an answer is told beside its own question alone
  [[ $report == *'"Does your back hurt while you run?" is answered yes [answer: yes]'* ]]
  [[ $report == *'"Is running your only sport or exercise?" is answered yes [answer: yes]'* ]]
}

@test "conditions stand in each other on a page and in Markdown, too" {
  judged
  sinew export EX-PAIRS --document report --draft -o page.html
  [ "$(grep -c '<ul class="tree">' page.html)" -ge 1 ]
  [ "$(grep -o '<ul' page.html | wc -l)" -eq "$(grep -o '</ul' page.html | wc -l)" ]
  [ "$(grep -o '<li' page.html | wc -l)" -eq "$(grep -o '</li' page.html | wc -l)" ]
  sinew export markdown EX-PAIRS --document report --draft
  [[ $output == *$'\n  - **yes:** none of 1 condition\\:\n    - **no:** the deficit'* ]]
}

@test "the longest report of the examples is read on nine pages, the others on fewer" {
  command -v pdfinfo > /dev/null || skip "poppler is not installed"
  judged
  for patient in EX-PAIRS EX-SIDE EX-STOP EX-GRADE EX-CLEAR; do
    sinew export $patient --document report --draft -o page.pdf
    pages=$(pdfinfo page.pdf | awk '/^Pages/ { print $2 }')
    [ "$pages" -le 9 ]
  done
  [ "$pages" -le 3 ]
}

@test "arguments stand beside their sum, findings that lack the same beside each other" {
  judged
  sinew export text EX-PAIRS --document report --draft
  text=$(tr -s ' \n' ' ' <<< "$output")
  [[ $text == *'- strengthen Gluteus medius (left): Weight: 0.75; Arguments: '*'hip-abduction-side-gap 0.25'*'hip-abduction-low 0.46'* ]]
  [[ $text == *'Hip extension low (left and right); Hip extension weaker on one side (left and right): needs Hip extension'* ]]
  [[ $text == *'Heel lands first (left and right): Heel first.'* ]]
  [[ $text == *'Side-lying hip abduction: How much: left side: 3 sets'*'; right side: 2 sets'* ]]
}

@test "the body map tells what scored from what the program aims at" {
  judged
  sinew export EX-PAIRS --document report --draft -o page.html
  grep -q 'Gluteus medius, left: scored low, aim of the program\.' page.html
  grep -q 'Rectus femoris, left: scored short' page.html
  grep -q 'Gluteus maximus, left: aim of the program\.' page.html
  for word in 'scored low' 'scored short' 'aim of the program' 'lies deeper'; do grep -q ">$word</text>" page.html; done
}
